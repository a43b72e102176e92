package io.lvsoperator.cli;

import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.linux.LinuxKernel;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cleanup}: gives the node back as it was found. */
@Command(
    name = "cleanup",
    description = {
      "Gives this node back as it was found: removes everything of ours at once, and prints each"
          + " command.",
      "Refuses while an agent runs here. The exit status is 0 only if everything was given back."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CleanupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StateOptions state;
  @Mixin private SavedOptions saved;

  @Override
  public Integer call() {
    NodeLock lock =
        switch (NodeLock.tryTake(state.directory(), NodeLock.holder("cleanup"))) {
          case Patience.Try.Done<NodeLock>(NodeLock taken) -> taken;
          case Patience.Try.NotYet<NodeLock>(String why) ->
              throw new Sentence(why + ": stop it first");
        };
    boolean clean = false;
    try {
      clean = giveBack();
    } finally {
      if (clean) {
        lock.delete();
      } else {
        lock.close();
      }
    }
    return clean ? 0 : 1;
  }

  private boolean giveBack() {
    JournalStore journal = JournalStore.open(state.directory(), Host.header());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    journal.voided().ifPresent(v -> err.println(voided(journal, v)));
    boolean clean;
    try (LinuxKernel kernel = LinuxKernel.open(journal)) {
      journal.kernelKeepsProtocol(kernel.kernel().addresses().keepsProtocol());
      clean = new GivingBack(kernel.kernel(), journal, out, err).run();
    }
    out.flush();
    if (clean) {
      journal.delete();
      new Owners(new StateFile(state.directory(), Owners.FILE)).delete();
      saved.file().delete();
    }
    return clean && journal.voided().filter(JournalStore.Void::ofThisKernel).isEmpty();
  }

  private static String voided(JournalStore journal, JournalStore.Void v) {
    String beginning = "the journal %s is void: %s".formatted(journal.path(), v.why());
    return v.ofThisKernel()
        ? beginning
            + ". Only what carries our label is given back; compare ipvsadm -Sn and the sysctls"
            + " net.ipv4.vs.conntrack, forwarding and send_redirects yourself"
        : beginning + ". Nothing of it is here";
  }
}
