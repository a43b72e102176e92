package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.TunnelRule;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A director and two real servers with kernels in memory, whose agents see nothing but the objects
 * and each other's reports. After every single change of any kernel it is checked that no client
 * would notice.
 */
final class Fleet {
  static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  static final String DIRECTOR = "lb01";
  static final List<String> REAL_SERVERS = List.of("rs01", "rs02");
  private static final Map<String, String> ADDRESSES =
      Map.of("lb01", "10.23.21.184", "rs01", "10.23.190.76", "rs02", "10.23.122.152");

  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, LvsNodeStatus> reports = new TreeMap<>();
  private final Map<String, Requests> requests = new TreeMap<>();
  private final Map<String, Stored> objects = new TreeMap<>();
  private List<HasMetadata> declared;
  Instant now = Instant.parse("2026-11-22T12:00:00Z");

  /** From when on the service must work without a break. */
  private boolean serving;

  private boolean watched = true;

  Fleet(Thing... objects) {
    declare(objects);
    int number = 1;
    for (String name : List.of("lb01", "rs01", "rs02")) {
      machines.put(name, new Machine(name, address(name), number++));
    }
  }

  static IpAddress address(String node) {
    return IpAddress.parse(ADDRESSES.get(node));
  }

  static Thing node(String name) {
    Thing node =
        name.equals(DIRECTOR)
            ? Thing.director(name, ADDRESSES.get(name))
            : Thing.node(name, ADDRESSES.get(name));
    return node.with("status.nodeInfo", "{bootID: boot-" + name + "}");
  }

  static Thing realServer(String name) {
    return Thing.realServer(name, ADDRESSES.get(name));
  }

  /** What stands in the cluster from now on. */
  Fleet declare(Thing... objects) {
    declared = Stream.of(objects).map(Thing::object).toList();
    return this;
  }

  Fleet later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  void restart(String node) {
    machines.get(node).restart();
    requests.remove(node);
  }

  private static Requests requests(Machine machine) {
    return new Requests(
        new NodeFacts(machine.name, "machine", machine.bootId(), "6.12.0", "test"),
        machine.memory,
        memory -> machine.memory = memory);
  }

  private List<Stored> stored(String node) {
    return objects.values().stream()
        .filter(one -> one.director().equals(node) || one.node().equals(node))
        .toList();
  }

  /** What it asks and answers is there at once. */
  private void publish(String node, Requests mine, PassResult result) {
    mine.asked()
        .forEach(
            (other, request) ->
                objects.merge(
                    request.director() + "." + other,
                    new Stored(node, other, Optional.of(request), Optional.empty()),
                    (old, next) -> new Stored(node, other, next.request(), old.answer())));
    mine.answers(result)
        .forEach(
            (director, answer) ->
                objects.computeIfPresent(
                    director + "." + node,
                    (_, old) -> new Stored(director, node, old.request(), Optional.of(answer))));
    mine.finished()
        .forEach(
            one -> {
              objects.remove(one.director() + "." + one.node());
              mine.deleted(one.node());
            });
  }

  InMemoryKernel kernel(String node) {
    return machines.get(node).kernel;
  }

  Ownership ownership(String node) {
    return machines.get(node).journal.ownership();
  }

  /** Its agent passes once, and reports; {@return what it did} */
  PassResult pass(String node) {
    Machine machine = machines.get(node);
    Assignment assignment =
        Assignment.of(
            Translator.translate(ClusterObjects.snapshot(objects()), machine.lastAccepted), node);
    machine.lastAccepted = assignment.lastAccepted();
    Map<IpAddress, ProbeResult> free = Map.of(VIP, new ProbeResult.Free());
    Requests mine = requests.computeIfAbsent(node, _ -> requests(machine));
    mine.look(
        Optional.of(
            new Memory.Look(
                stored(node),
                SeenRequests.boots(assignment.translation().cluster()),
                _ -> false,
                assignment.translation()::refusal,
                now)),
        false,
        false);
    PassResult result =
        machine.pass(
            assignment.intent(), mine, free, now, journal -> new Watching(machine.kernel, journal));
    check("after a pass of " + node);
    mine.settle(result);
    publish(node, mine, result);
    reports.put(
        node,
        new NodeReport(
                new NodeFacts(node, "machine", machine.bootId(), "6.12.0", "test"),
                assignment,
                result)
            .status(
                Set.of(), new TreeMap<>(machine.drift.contested()), Optional.empty(), List.of()));
    serving |= weights().values().stream().anyMatch(weight -> weight > 0);
    return result;
  }

  /** All agents pass until nobody has anything to do, also after their longest waits. */
  Fleet settle() {
    for (int round = 0; round < 8; round++) {
      machines.keySet().forEach(this::pass);
      later(Duration.ofSeconds(61));
    }
    machines.keySet().forEach(n -> assertThat(pass(n).report().entries()).as(n).isEmpty());
    return this;
  }

  /** Nothing needs to work from now on. */
  Fleet out() {
    watched = false;
    return this;
  }

  Optional<LvsNodeStatus> report(String node) {
    return Optional.ofNullable(reports.get(node));
  }

  private List<HasMetadata> objects() {
    Stream<HasMetadata> nodes =
        reports.entrySet().stream()
            .map(
                report -> {
                  LvsNode node = new LvsNode();
                  node.setMetadata(new ObjectMetaBuilder().withName(report.getKey()).build());
                  node.setStatus(report.getValue());
                  return node;
                });
    return Stream.concat(declared.stream(), nodes).toList();
  }

  /** The destinations of the service's port, as the director's kernel has them. */
  List<Destination> destinations() {
    return kernel(DIRECTOR).ipvs.virtualServers().stream()
        .flatMap(s -> s.destinations().stream())
        .map(DestinationState::destination)
        .toList();
  }

  Map<String, Integer> weights() {
    Map<String, Integer> weights = new TreeMap<>();
    destinations().forEach(d -> weights.merge(d.key().address().toString(), d.weight(), Math::max));
    return weights;
  }

  /** What clients rely on. */
  private void check(String when) {
    if (!serving || !watched) {
      return;
    }
    InMemoryKernel director = kernel(DIRECTOR);
    assertThat(director.dump()).as(when).contains("ip addr " + VIP + "/32 dev eth0");
    assertThat(weights().values()).as(when).anyMatch(weight -> weight > 0);
    boolean untracked =
        does(director, PacketRule.UntrackedHandshake.class, r -> r.ports().contains(80))
            || does(director, PacketRule.Untracked.class, r -> r.ports().contains(80));
    boolean source = does(director, PacketRule.SourceNat.class, r -> r.ports().contains(80));
    for (Destination destination : destinations()) {
      if (destination.weight() == 0) {
        continue;
      }
      String server =
          REAL_SERVERS.stream()
              .filter(n -> address(n).equals(destination.key().address()))
              .findFirst()
              .orElseThrow();
      String context = when + ", " + destination.options();
      switch (destination.forwarding()) {
        case Forwarding.Gateway _ -> assertThat(hides(server)).as(context).isTrue();
        case Forwarding.Masquerade _ -> {
          assertThat(untracked).as(context).isFalse();
          assertThat(source || comesBack(server)).as(context).isTrue();
          assertThat(director.parameters.get(Sysctl.forwarding("eth0"))).as(context).isEqualTo("1");
        }
        case Forwarding.Tunnel _ -> assertThat(unwraps(server)).as(context).isTrue();
        case Forwarding.Other _ -> throw new AssertionError(context);
      }
    }
  }

  boolean hides(String server) {
    InMemoryKernel kernel = kernel(server);
    return kernel.dump().contains("ip addr " + VIP + "/32 dev lo")
        && kernel.parameters.get(Sysctl.arpIgnore("eth0")).equals("1");
  }

  boolean unwraps(String server) {
    InMemoryKernel kernel = kernel(server);
    return kernel.dump().contains("ip addr " + VIP + "/32 dev tunl0")
        && does(kernel, TunnelRule.Trust.class, r -> r.director().equals(address(DIRECTOR)))
        && kernel.links.stream().anyMatch(l -> l.name().equals("tunl0") && l.up())
        && kernel.parameters.get(Sysctl.arpIgnore("eth0")).equals("1");
  }

  boolean comesBack(String server) {
    InMemoryKernel kernel = kernel(server);
    return does(
            kernel,
            PacketRule.MarkFromDirector.class,
            r -> r.realServer().equals(address(server)) && r.ports().contains(80))
        && kernel.rules.size() == 1;
  }

  /** Whether there is such a packet rule. */
  static <T extends PacketRule> boolean does(
      InMemoryKernel kernel, Class<T> kind, Predicate<T> picked) {
    return kernel.packetTable.known().rules().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .anyMatch(picked);
  }

  /** A journal that has everything checked before each change, also within a batch. */
  private final class Watching implements Journal {
    private final InMemoryKernel kernel;
    private final Journal journal;
    private final List<String> changes = new ArrayList<>();

    Watching(InMemoryKernel kernel, Journal journal) {
      this.kernel = kernel;
      this.journal = journal;
    }

    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> run) {
      check("after " + changes);
      journal.before(run);
      kernel.watcher =
          change -> {
            changes.add(change.command());
            check("after " + changes);
          };
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      kernel.watcher = _ -> {};
      done.stream().map(Change::command).filter(c -> !changes.contains(c)).forEach(changes::add);
      journal.after(done, refused);
    }
  }
}
