package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.DesiredServer;
import io.lvsoperator.plan.Diff;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.plan.Standing;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Prints what each station of a pass costs, in milliseconds: {@code PassBench SERVICES REAL_SERVERS
 * [MODE [RUNS [managed]]]}. So many services select so many real servers each, External or each a
 * Node of the cluster, out of as many groups of them as there are services, up to 100. The kernel
 * is the one in memory, so that nothing but our own work is counted.
 */
final class PassBench {
  private static final String NODE = "lb01";
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final List<HasMetadata> objects = new ArrayList<>();
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final Machine machine = new Machine(NODE, IpAddress.parse("10.0.0.1"), 1);
  private final Map<IpAddress, ProbeResult> probes = new HashMap<>();
  private final String mode;
  private final Instant now = Instant.parse("2026-11-22T12:00:00Z");

  private final boolean managed;
  private final Requests requests;

  private PassBench(int services, int each, String mode, boolean managed) {
    this.mode = mode;
    this.managed = managed;
    requests = new Requests(facts(), Memory.NOTHING, _ -> {});
    add(
        Thing.group("default")
            .with(
                "spec.allow",
                Thing.rule("vips: [10.1.0.0/16], realServers: [10.0.0.0/16, 10.2.0.0/16]")));
    add(Thing.director(NODE, machine.address.toString()));
    add(Thing.of("Namespace", "shop"));
    add(Thing.report(NODE, machine.mac(), machine.address.toString()));
    for (int service = 0; service < services; service++) {
      String vip = "10.1.%d.%d".formatted(service / 250, 1 + service % 250);
      probes.put(IpAddress.parse(vip), new ProbeResult.Free());
      add(
          Thing.service("s" + service)
              .aged(service % 60)
              .with("spec.vip", vip)
              .with("spec.mode", mode)
              .with(
                  "spec.realServerSelector", "{matchLabels: {app: a%d}}".formatted(service % 100)));
    }
    for (int server = 0; server < Math.min(services, 100) * each; server++) {
      if (managed) {
        add(Thing.node("n" + server, address(server)));
      }
      add(server(server, each, 1));
    }
  }

  private NodeFacts facts() {
    return new NodeFacts(NODE, "m", machine.bootId(), "7.2", "test");
  }

  private static String address(int number) {
    return "10.0.%d.%d".formatted(1 + number / 250, 1 + number % 250);
  }

  private Thing server(int number, int each, int weight) {
    return Thing.realServer("r" + number, address(number))
        .aged(number % 60)
        .with("metadata.labels", "{app: a%d}".formatted(number / each))
        .with("spec.weight", "" + weight)
        .with("spec.management", managed ? "Agent" : "External");
  }

  private void add(Thing thing) {
    objects.add(object(thing, objects.size()));
  }

  /** As an informer has it. */
  private static HasMetadata object(Thing thing, int number) {
    HasMetadata typed =
        thing
            .with("metadata.uid", "u-" + number)
            .with("metadata.generation", "1")
            .with("metadata.resourceVersion", "'" + number + "'")
            .object();
    return typed.getApiVersion().startsWith("lvsoperator.io")
        ? JSON.convertValue(typed, GenericKubernetesResource.class)
        : typed;
  }

  public static void main(String[] arguments) {
    int services = Integer.parseInt(arguments[0]);
    int each = Integer.parseInt(arguments[1]);
    String mode = arguments.length > 2 ? arguments[2] : "NAT";
    int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
    boolean managed = arguments.length > 4 && arguments[4].equals("managed");
    PassBench bench = new PassBench(services, each, mode, managed);
    bench.fill();
    System.out.printf(
        "%d x %d %s, %s%n",
        services,
        each,
        mode,
        new TreeSet<>(
            bench.machine.kernel.ipvs.virtualServers().stream()
                .map(s -> s.destinations().size())
                .toList()));
    for (int run = 0; run < runs; run++) {
      bench.pass("unchanged");
    }
    int server = bench.objects.size() - 1;
    for (int run = 0; run < runs; run++) {
      int number = Math.min(services, 100) * each - 1;
      HasMetadata edited = object(bench.server(number, each, 2 + run), server);
      edited.getMetadata().setGeneration(2L + run);
      edited.getMetadata().setResourceVersion("e" + run);
      bench.objects.set(server, edited);
      bench.pass("one weight");
    }
    bench.print();
  }

  private LastAccepted last = LastAccepted.NONE;
  private final ClusterObjects reader = new ClusterObjects();
  private final Translator translator = new Translator();

  /** What a plan wants stands, and is ours. */
  private void fill() {
    Translation translation = Translator.translate(ClusterObjects.snapshot(objects), last);
    last = translation.lastAccepted();
    Assignment assignment = Assignment.of(translation, NODE);
    Planner planner = new Planner(PlanOptions.DEFAULT);
    Observed empty =
        new KernelReader(machine.kernel.kernel())
            .observe(assignment.intent(), Ownership.NONE, probes);
    Desired desired = planner.plan(assignment.intent(), empty, Ownership.NONE, now);
    InMemoryKernel kernel = machine.kernel;
    for (DesiredServer server : desired.servers()) {
      kernel.ipvs.add(server.server());
      server.wanted().forEach(d -> kernel.ipvs.add(server.server().key(), d));
    }
    kernel.addresses.addAll(desired.addresses());
    machine.journal.own(desired.servers().stream().map(s -> s.server().key()).toList());
    PassResult result =
        machine.pass(
            assignment.intent(), Pass.Informed.NOTHING_MORE, probes, now, journal -> journal);
    System.out.println("last changes: " + result.report().entries().size());
  }

  private void pass(String kind) {
    ClusterSnapshot snapshot = time(kind, "snapshot", () -> reader.read(objects));
    Translation translation = time(kind, "translate", () -> translator.next(snapshot, last));
    last = translation.lastAccepted();
    Assignment assignment = time(kind, "intent", () -> Assignment.of(translation, NODE));
    KernelReader reader = new KernelReader(machine.kernel.kernel());
    Ownership ownership = machine.journal.ownership();
    Observed before =
        time(kind, "read", () -> reader.observe(assignment.intent(), ownership, probes));
    time(kind, "requests", () -> requests(assignment.intent(), before, ownership));
    Desired desired =
        time(
            kind,
            "plan",
            () ->
                new Planner(PlanOptions.DEFAULT).plan(assignment.intent(), before, ownership, now));
    List<Change> changes =
        time(
            kind,
            "diff",
            () -> Diff.diff(before, reader.sysctls(desired, ownership), ownership, desired, now));
    DriftWatch.Verdict verdict =
        time(kind, "drift", () -> machine.drift.judge(changes, desired, ownership, now));
    PassResult result =
        time(
            kind,
            "whole pass",
            () ->
                machine.pass(
                    assignment.intent(),
                    Pass.Informed.NOTHING_MORE,
                    probes,
                    now,
                    journal -> journal));
    time(
        kind,
        "standing",
        () ->
            Standing.of(
                result.observed(),
                reader.sysctls(desired, ownership),
                ownership,
                result.desired()));
    time(
        kind,
        "report",
        () ->
            new NodeReport(facts(), assignment, result)
                .status(Set.of(), new TreeMap<>(), Optional.empty(), List.of()));
  }

  /** As in an agent whose requests all stand at the API server. */
  private Intent requests(Intent wanted, Observed observed, Ownership ownership) {
    List<Stored> stored =
        requests.asked().values().stream()
            .map(r -> new Stored(r.director(), r.node(), Optional.of(r), Optional.empty()))
            .toList();
    Memory.Look look =
        new Memory.Look(stored, Map.of(), _ -> false, (_, _) -> Optional.empty(), now);
    requests.look(Optional.of(look), false, false);
    return requests.intent(wanted, observed, ownership, now);
  }

  private <T> T time(String kind, String what, Supplier<T> work) {
    long start = System.nanoTime();
    T made = work.get();
    double took = (System.nanoTime() - start) / 1e6;
    millis.computeIfAbsent(kind + ": " + what, _ -> new ArrayList<>()).add(took);
    return made;
  }

  private void print() {
    millis.forEach(
        (what, all) -> {
          double[] sorted = all.stream().mapToDouble(d -> d).sorted().toArray();
          System.out.printf(
              "%-24s median %9.1f  best %9.1f%n", what, sorted[sorted.length / 2], sorted[0]);
        });
  }
}
