package io.lvsoperator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.agent.KernelReader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.Diff;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.translate.RealServerVerdict;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plan}: what a node would change, without a cluster and without any privilege. */
@Command(
    name = "plan",
    description = {
      "Prints what a node would change, as ipvsadm, ip, sysctl and nft lines, in order.",
      "Assumes an empty machine, and that every real server with an agent is set up. An interface"
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
      names = "--real-server",
      paramLabel = "[NAMESPACE/]NAME",
      description =
          "Instead of --node: the RealServer whose machine's commands are printed, for the owner"
              + " of one with management External.")
  private Optional<String> realServer = Optional.empty();

  @Option(
      names = "--live",
      description = "Compare with this machine's kernel and journal instead of an empty node.")
  private boolean live;

  @Mixin private StateOptions state;
  @Mixin private MarkOptions marks;

  /** Of whom the changes are printed. */
  private String subject;

  /** What the kernel of the node holds, and what of it is ours. */
  private record Standing(Observed observed, Ownership ownership) {}

  @Override
  public Integer call() {
    if (realServer.isEmpty()) {
      subject = Required.option(spec, "--node, or --real-server", named);
    } else if (named.isPresent() || live) {
      throw new ParameterException(
          spec.commandLine(), "--real-server goes with neither --node nor --live");
    }
    Required.option(spec, "-f", files.stream().findFirst());
    List<HasMetadata> objects = new Manifests().read(files, System.in);
    ClusterSnapshot declared = ClusterObjects.snapshot(objects);
    return realServer.map(name -> ofRealServer(name, declared)).orElseGet(() -> ofNode(declared));
  }

  private int ofNode(ClusterSnapshot declared) {
    if (declared.nodes().stream().noneMatch(n -> n.name().equals(subject))) {
      throw new Sentence(missing(declared));
    }
    ClusterSnapshot snapshot = declared.assumed();
    Intent intent = translate(snapshot).intentFor(subject);
    return live ? compare(intent) : fromNothing(intent, declared, snapshot);
  }

  private int ofRealServer(String name, ClusterSnapshot declared) {
    String[] parts = name.split("/", 2);
    ServiceRef ref =
        parts.length == 2 ? new ServiceRef(parts[0], parts[1]) : new ServiceRef("default", name);
    subject = ref.toString();
    Translation translation = translate(declared.assumed());
    RealServerVerdict verdict =
        translation
            .realServer(ref)
            .orElseThrow(() -> new Sentence("no RealServer " + ref + " in these files"));
    if (!verdict.verdict().accepted()) {
      throw new Sentence(
          "RealServer %s is refused: %s"
              .formatted(ref, verdict.verdict().refusal().orElseThrow().message()));
    }
    Intent intent = translation.intentFor(ref);
    Observed empty = new EmptyNode(AssumedReports.of(verdict.address()), true).observed(intent);
    print(intent, new Standing(empty, Ownership.NONE), Optional.empty());
    if (intent.hosted().isEmpty()) {
      spec.commandLine().getErr().println("no accepted LvsService selects RealServer " + ref);
    } else if (intent.hosted().stream().allMatch(p -> p.mode() == Mode.FULLNAT)) {
      spec.commandLine().getErr().println("FULLNAT needs nothing on RealServer " + ref);
    }
    spec.commandLine().getErr().flush();
    return 0;
  }

  private Translation translate(ClusterSnapshot snapshot) {
    Translation translation = Translator.translate(snapshot);
    new Verdicts(translation).print(spec.commandLine().getErr());
    return translation;
  }

  private String missing(ClusterSnapshot snapshot) {
    List<String> names = snapshot.nodes().stream().map(n -> n.name()).sorted().toList();
    return "no Node %s in these files: %s"
        .formatted(
            subject,
            names.isEmpty() ? "there is no Node at all" : "there are " + String.join(", ", names));
  }

  private int fromNothing(Intent intent, ClusterSnapshot declared, ClusterSnapshot snapshot) {
    boolean assumed =
        Optional.ofNullable(declared.reports().get(subject))
            .filter(report -> !report.interfaces().isEmpty())
            .isEmpty();
    Observed observed = new EmptyNode(snapshot.reports().get(subject), assumed).observed(intent);
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
                        .formatted(service, subject, outcome.reason(), outcome.message())));
    desired
        .partOutcomes()
        .forEach(
            (part, outcome) ->
                err.println(
                    "LvsService %s on %s as real server: %s: %s"
                        .formatted(
                            service(desired, part), subject, outcome.reason(), outcome.message())));
    if (changes.stream().anyMatch(c -> c.command().contains(AssumedReports.UNKNOWN_MAC))) {
      err.println(
          "%s stands for the MAC address of a director, which no LvsNode in these files tells"
              .formatted(AssumedReports.UNKNOWN_MAC));
    }
    out.flush();
    err.flush();
  }

  private static String service(Desired desired, String part) {
    return desired.parts().stream()
        .filter(p -> p.id().equals(part))
        .map(p -> p.service().toString())
        .findFirst()
        .orElse(part);
  }
}
