package io.lvsoperator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.agent.GivenBack;
import io.lvsoperator.agent.KernelReader;
import io.lvsoperator.agent.LastKnown;
import io.lvsoperator.agent.MemoryStore;
import io.lvsoperator.agent.NodeFacts;
import io.lvsoperator.agent.RequestsOfNode;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.protocol.Request;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cleanup}: gives the node back as it was found. */
@Command(
    name = "cleanup",
    description = {
      "Gives this node back as it was found: removes everything of ours at once, and prints each"
          + " command.",
      "Refuses while an agent runs here, and on a real server while directors may still send packets"
          + " here: by what they report in the cluster, else by what this node knew last.",
      "The exit status is 0 only if everything was given back."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CleanupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StateOptions state;
  @Mixin private SavedOptions saved;
  @Mixin private KubeOptions kube;

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      description = "The name of this machine's Node. Default: as the agent was called last")
  private Optional<String> named = Optional.empty();

  @Option(
      names = "--force",
      description = "Gives the node back although directors may still send packets here.")
  private boolean force;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "How long to wait until directors have let this real server go. Where the cluster cannot be"
              + " asked, it goes on after that. Default: ${DEFAULT-VALUE}")
  private int wait;

  @Override
  public Integer call() throws InterruptedException {
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

  private boolean giveBack() throws InterruptedException {
    JournalStore journal = JournalStore.open(state.directory(), Host.header());
    PrintWriter err = spec.commandLine().getErr();
    journal.voided().ifPresent(v -> err.println(voided(journal, v)));
    Optional<LastKnown> last = LastKnown.read(saved.file(), Host.machineId());
    Optional<String> node = named.or(() -> last.map(LastKnown::node));
    MemoryStore memory = saved.memory(state.directory(), facts(node.orElse("")));
    Optional<List<Request>> honoured = memory.honoured(journal.cluster());
    try (Reach reach = new Reach(client())) {
      if (!force) {
        new LettingGo(
                honoured.isPresent() || carriesOut(journal),
                node,
                () -> DirectorsWord.ask(reach.client(), journal.cluster(), node, honoured),
                err)
            .await(
                Duration.ofSeconds(wait),
                System::nanoTime,
                time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
      }
      boolean clean = giveBack(journal, memory);
      if (clean) {
        node.ifPresent(name -> publish(reach, journal.cluster(), name));
      }
      return clean;
    }
  }

  /** How the cluster is reached, if anything says so. */
  private record Reach(Optional<KubernetesClient> client) implements AutoCloseable {
    @Override
    public void close() {
      client.ifPresent(KubernetesClient::close);
    }
  }

  /** What says how to reach the cluster may be wrong: nothing must depend on it by force. */
  private Optional<KubernetesClient> client() {
    try {
      return kube.clientIfAny();
    } catch (Sentence e) {
      if (force) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static NodeFacts facts(String node) {
    return new NodeFacts(
        node, Host.machineId(), Host.bootId(), Host.kernelRelease(), Version.text());
  }

  /** Real servers wait for a director's word that it has let them go. */
  private void publish(Reach reach, Optional<String> cluster, String node) {
    if (reach.client().isEmpty() || !DirectorsWord.isSame(reach.client().get(), cluster)) {
      return;
    }
    try {
      RequestsOfNode.withdraw(reach.client().get(), node);
      GivenBack.publish(reach.client().get(), facts(node), Instant.now());
    } catch (KubernetesClientException e) {
      spec.commandLine()
          .getErr()
          .printf(
              "the node is given back, and LvsNode %s does not say so: %s%n", node, OneLine.of(e));
    }
  }

  /** Where nothing says what this node was asked for, its kernel does. */
  private static boolean carriesOut(JournalStore journal) {
    try (LinuxKernel kernel = LinuxKernel.open(journal)) {
      Ownership ownership = journal.ownership();
      Observed observed =
          new KernelReader(kernel.kernel()).observe(Intent.NONE, ownership, Map.of());
      return !observed.rules().isEmpty()
          || observed.addresses().stream().anyMatch(a -> ownership.owns(a) && observed.hides(a));
    }
  }

  private boolean giveBack(JournalStore journal, MemoryStore memory) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
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
      memory.delete();
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
