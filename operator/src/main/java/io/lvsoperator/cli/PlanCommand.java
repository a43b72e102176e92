package io.lvsoperator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.agent.KernelReader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.Diff;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.AssumedReports;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan}: what a node would change, without a cluster and without any privilege. */
@Command(
    name = "plan",
    description = {
      "Prints what a node would change, as ipvsadm, ip, sysctl and nft lines, in order.",
      "Assumes an empty node, and that every real server with an agent is set up. An interface"
          + " that nobody named is DEV. Objects that are refused are named on the standard error."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "YAML or JSON with LvsServices, RealServers, DirectorGroups, LvsNodes and Nodes; - is"
              + " the standard input. Other kinds are left out.")
  private List<String> files = List.of();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The Node whose changes are printed; it must be in the files.")
  private Optional<String> named = Optional.empty();

  @Option(
      names = "--live",
      description = "Compare with this machine's kernel and journal instead of an empty node.")
  private boolean live;

  @Mixin private StateOptions state;
  @Mixin private MarkOptions marks;

  private String node;

  /** What the kernel of the node holds, and what of it is ours. */
  private record Standing(Observed observed, Ownership ownership) {}

  @Override
  public Integer call() {
    node = Required.option(spec, "--node", named);
    Required.option(spec, "-f", files.stream().findFirst());
    List<HasMetadata> objects = new Manifests().read(files, System.in);
    ClusterSnapshot declared = ClusterObjects.snapshot(objects);
    if (declared.nodes().stream().noneMatch(n -> n.name().equals(node))) {
      throw new Sentence(missing(declared));
    }
    ClusterSnapshot snapshot = declared.assumed();
    Translation translation = Translator.translate(snapshot);
    PrintWriter err = spec.commandLine().getErr();
    new Verdicts(translation).print(err);
    Intent intent = translation.intentFor(node);
    return live ? compare(intent) : fromNothing(intent, declared, snapshot);
  }

  private String missing(ClusterSnapshot snapshot) {
    List<String> names = snapshot.nodes().stream().map(n -> n.name()).sorted().toList();
    return "no Node %s in these files: %s"
        .formatted(
            node,
            names.isEmpty() ? "there is no Node at all" : "there are " + String.join(", ", names));
  }

  private int fromNothing(Intent intent, ClusterSnapshot declared, ClusterSnapshot snapshot) {
    boolean assumed =
        Optional.ofNullable(declared.reports().get(node))
            .filter(report -> !report.interfaces().isEmpty())
            .isEmpty();
    Observed observed = new EmptyNode(snapshot.reports().get(node), assumed).observed(intent);
    print(intent, new Standing(observed, Ownership.NONE), Optional.empty());
    return 0;
  }

  private int compare(Intent intent) {
    JournalStore journal = JournalStore.read(state.directory(), Host.header());
    try (LinuxKernel kernel = LinuxKernel.open(journal)) {
      KernelReader reader = new KernelReader(kernel.kernel());
      Observed observed = reader.observe(intent, journal.ownership(), free(intent));
      print(intent, new Standing(observed, journal.ownership()), Optional.of(reader));
    }
    return 0;
  }

  /** Nobody is asked: a plan sends nothing. */
  private static Map<IpAddress, ProbeResult> free(Intent intent) {
    Map<IpAddress, ProbeResult> probes = new HashMap<>();
    intent.directed().forEach(service -> probes.put(service.vip(), new ProbeResult.Free()));
    return probes;
  }

  private void print(Intent intent, Standing standing, Optional<KernelReader> reader) {
    Instant now = Instant.now();
    Desired desired =
        new Planner(marks.options()).plan(intent, standing.observed(), standing.ownership(), now);
    Map<Sysctl, String> sysctls =
        reader.map(r -> r.sysctls(desired, standing.ownership())).orElse(Map.of());
    List<Change> changes =
        Diff.diff(standing.observed(), sysctls, standing.ownership(), desired, now);
    PrintWriter out = spec.commandLine().getOut();
    changes.forEach(change -> out.println(change.command()));
    PrintWriter err = spec.commandLine().getErr();
    desired
        .outcomes()
        .forEach(
            (service, outcome) ->
                err.println(
                    "LvsService %s on %s: %s: %s"
                        .formatted(service, node, outcome.reason(), outcome.message())));
    desired
        .partOutcomes()
        .forEach(
            (part, outcome) ->
                err.println(
                    "LvsService %s on %s as real server: %s: %s"
                        .formatted(part.service(), node, outcome.reason(), outcome.message())));
    if (changes.stream().anyMatch(c -> c.command().contains(AssumedReports.UNKNOWN_MAC))) {
      err.println(
          "%s stands for the MAC address of a director, which no LvsNode in these files tells"
              .formatted(AssumedReports.UNKNOWN_MAC));
    }
    out.flush();
    err.flush();
  }
}
