package io.lvsoperator.cli;

import io.lvsoperator.agent.KernelReader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code show}: what is ours on this node; works without the API server. */
@Command(
    name = "show",
    description =
        "Shows what we own on this node, in ipvsadm's columns, with the resource that each line"
            + " belongs to.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StateOptions state;

  @Option(names = "--save", description = "Print the form of ipvsadm -Sn, which ipvsadm -R reads.")
  private boolean save;

  @Override
  public Integer call() {
    JournalStore journal = JournalStore.read(state.directory(), Host.header());
    PrintWriter out = spec.commandLine().getOut();
    journal
        .voided()
        .ifPresent(
            v ->
                spec.commandLine()
                    .getErr()
                    .println("the journal %s is void: %s".formatted(journal.path(), v.why())));
    Owners owners = new Owners(new StateFile(state.directory(), Owners.FILE));
    Map<String, String> names = owners.read();
    try (LinuxKernel kernel = LinuxKernel.open(journal)) {
      Observed observed =
          new KernelReader(kernel.kernel()).observe(Intent.NONE, journal.ownership(), Map.of());
      Listing listing = new Listing(observed, journal.ownership(), names);
      (save ? listing.saved() : listing.lines()).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
