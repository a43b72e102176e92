package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.agent.Step.Watch;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodePart;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.plan.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A machine with its agent: what the agent sees, and how it is heard. */
final class Post {
  private final Machine machine;
  private final Clock clock;
  private final EnumMap<Watch, Integer> seen = new EnumMap<>(Watch.class);
  private final EnumSet<Watch> lagging = EnumSet.noneOf(Watch.class);
  private final Map<String, HasMetadata> ghosts = new TreeMap<>();
  private final Recollection recollection;
  private final Map<Ownership.PartRef, Instant> leaving = new HashMap<>();
  private Set<Ownership.PartRef> hosted = Set.of();
  private Probes probes;
  private List<Condition> conditions = List.of();
  private boolean missesDeletes;
  private long lostAt = -1;
  private Set<Standing.Leftover> concealed = Set.of();
  private LvsNode written;
  private HasMetadata seenNow;
  private HasMetadata seenThen;
  boolean mute;
  boolean down;
  boolean old;

  Post(Machine machine, Supplier<Instant> now) {
    this.machine = machine;
    this.clock = new MovedClock(now);
    this.recollection = new Recollection(machine.name);
    for (Watch watch : Watch.values()) {
      seen.put(watch, 0);
    }
    restart();
  }

  /** A clock that somebody else moves. */
  private static final class MovedClock extends Clock {
    private final Supplier<Instant> now;

    MovedClock(Supplier<Instant> now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  Machine machine() {
    return machine;
  }

  /** A new process of the agent. It asks the API server for everything. */
  void restart() {
    machine.restart();
    recollection.restart(!machine.journal.ownership().equals(Ownership.NONE));
    ghosts.clear();
    written = null;
    conditions = List.of();
    probes =
        new Probes(
            machine.kernel.kernel().announcements(),
            Runnable::run,
            clock,
            Duration.ofSeconds(30),
            () -> {});
  }

  Probes probes() {
    return probes;
  }

  /** What an agent does with the result of a pass beside reporting it. */
  void settle(PassResult result) {
    Agent.remember(probes, result);
  }

  LvsNodeStatus report(Assignment assignment, PassResult result) {
    LvsNodeStatus status =
        new NodeReport(
                new NodeFacts(
                    machine.name, "machine", machine.bootId(), "6.12.0", old ? "0.0.1" : "test"),
                assignment,
                result)
            .status(
                Set.of(), new TreeMap<>(machine.drift.contested()), Optional.empty(), conditions);
    conditions = status.conditions();
    return old ? asEarlierVersionsWroteIt(status) : status;
  }

  /** Its report stands, and an earlier version's does not say what nothing wants any more. */
  void conceals(Set<Standing.Leftover> leftovers) {
    concealed = old ? leftovers : Set.of();
  }

  /** {@return whether nobody can know that it has this real server in its kernel} */
  boolean conceals(IpAddress vip, IpAddress realServer) {
    return concealed.contains(new Standing.Leftover(vip, realServer));
  }

  /** An agent has written this, and seen an earlier one by then. */
  void wrote(LvsNode report) {
    written = report;
    seenThen = seenNow;
  }

  /**
   * {@return what counts of what its agent sees} Until its watch brings another one, an agent knows
   * what it has written itself.
   */
  Map<String, HasMetadata> counting(
      Map<String, HasMetadata> visible, Recollection.ApiServer apiServer) {
    String key = "LvsNode/" + machine.name;
    seenNow = visible.get(key);
    Map<String, HasMetadata> counting =
        recollection.counting(visible.values(), clock.instant(), apiServer);
    if (written != null && seenNow == seenThen) {
      counting.put(key, written);
    }
    return counting;
  }

  /** {@return whether something counts for its agent that it does not see} */
  boolean isInDoubt() {
    return recollection.isInDoubt();
  }

  /**
   * The first version did not say by which way a destination is reached, whose packets a part
   * takes, and what stands although nothing wants it.
   */
  private static LvsNodeStatus asEarlierVersionsWroteIt(LvsNodeStatus now) {
    List<NodeService> services =
        now.services().stream()
            .map(
                s ->
                    new NodeService(
                        s.namespace(),
                        s.name(),
                        s.observedGeneration(),
                        s.programmed(),
                        s.reason(),
                        s.message(),
                        s.destinations().stream().map(Post::withoutWay).toList(),
                        s.destinationsOmitted()))
            .toList();
    return new LvsNodeStatus(
        now.observedGeneration(),
        now.bootID(),
        now.agentVersion(),
        now.roles(),
        now.rolesSummary(),
        now.servicesSummary(),
        now.interfaces(),
        now.nextHops(),
        now.vips(),
        now.parts().stream().map(Post::withoutDirectors).toList(),
        services,
        now.kernel(),
        now.conditions(),
        now.ipvsOptions(),
        now.lastDriftRepaired(),
        now.omitted(),
        List.of());
  }

  private static NodePart withoutDirectors(NodePart p) {
    return new NodePart(p.vip(), p.mode(), p.tunnel(), p.address(), List.of());
  }

  private static NodeDestination withoutWay(NodeDestination d) {
    return new NodeDestination(
        d.vip(),
        d.protocol(),
        d.virtualPort(),
        d.address(),
        d.port(),
        d.weight(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Takes note of what its agent is asked to do. */
  void wants(Intent intent, Instant now) {
    Set<Ownership.PartRef> wanted =
        intent.hosted().stream().map(HostedPart::ref).collect(Collectors.toSet());
    hosted.stream()
        .filter(key -> !wanted.contains(key))
        .forEach(key -> leaving.putIfAbsent(key, now));
    leaving.keySet().removeAll(wanted);
    hosted = wanted;
  }

  /** {@return since when its agent is not asked for such a part any more, if it ever was} */
  Optional<Instant> leavingSince(Predicate<PartKey> such) {
    return leaving.entrySet().stream()
        .filter(e -> such.test(e.getKey().key()))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo);
  }

  void forgetParts() {
    leaving.clear();
    hosted = Set.of();
  }

  /** Something of ours was lost there. */
  void lost(long sequence) {
    lostAt = sequence;
  }

  /** {@return when something of ours was lost there last} */
  long lostAt() {
    return lostAt;
  }

  static Watch watch(String key) {
    return key.startsWith("LvsNode/")
        ? Watch.REPORTS
        : key.startsWith("Node/") ? Watch.NODES : Watch.OBJECTS;
  }

  void lag(Watch watch, boolean lags) {
    if (lags) {
      lagging.add(watch);
    } else {
      lagging.remove(watch);
    }
  }

  boolean lags(Watch watch) {
    return lagging.contains(watch);
  }

  boolean isUpToDate() {
    return lagging.isEmpty() && ghosts.isEmpty();
  }

  int seen(Watch watch) {
    return seen.get(watch);
  }

  void seen(Watch watch, int version) {
    seen.put(watch, version);
  }

  void missDeletes(boolean misses) {
    missesDeletes = misses;
    if (!misses) {
      ghosts.clear();
    }
  }

  /** From one version to the next, as this watch tells of it. */
  void news(Watch watch, Map<String, HasMetadata> before, Map<String, HasMetadata> after) {
    before.forEach(
        (key, object) -> {
          if (watch(key) == watch && !after.containsKey(key)) {
            if (missesDeletes && watch == Watch.OBJECTS) {
              ghosts.put(key, object);
            } else {
              recollection.hears(object);
            }
          }
        });
    ghosts.keySet().removeAll(after.keySet());
  }

  Map<String, HasMetadata> ghosts() {
    return ghosts;
  }

  void calm() {
    lagging.clear();
    missDeletes(false);
    mute = false;
    down = false;
    old = false;
  }
}
