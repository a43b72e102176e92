package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.agent.Step.Watch;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.Ownership;
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
import java.util.function.Supplier;

/** A machine with its agent: what the agent sees, and how it is heard. */
final class Post {
  private final Machine machine;
  private final Clock clock;
  private final EnumMap<Watch, Integer> seen = new EnumMap<>(Watch.class);
  private final EnumSet<Watch> lagging = EnumSet.noneOf(Watch.class);
  private final Map<String, HasMetadata> ghosts = new TreeMap<>();
  private final Recollection recollection;
  private final Mailbox mailbox;
  private final Map<String, Long> heardOf = new HashMap<>();
  private Requests requests;
  private Probes probes;
  private List<Condition> conditions = List.of();
  private boolean missesDeletes;
  private long lostAt = -1;
  private LvsNode written;
  private HasMetadata seenNow;
  private HasMetadata seenThen;
  boolean mute;
  boolean down;

  Post(Machine machine, Supplier<Instant> now) {
    this.machine = machine;
    this.clock = new MovedClock(now);
    this.recollection = new Recollection(machine.name);
    this.mailbox = new Mailbox(machine.name);
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
    mailbox.restart();
    requests = new Requests(facts(), machine.memory, memory -> machine.memory = memory);
    conditions = List.of();
    probes =
        new Probes(
            machine.kernel.kernel().announcements(),
            Runnable::run,
            clock,
            Duration.ofSeconds(30),
            () -> {});
  }

  private NodeFacts facts() {
    return new NodeFacts(machine.name, "machine", machine.bootId(), "6.12.0", "test");
  }

  Mailbox mailbox() {
    return mailbox;
  }

  Requests requests() {
    return requests;
  }

  /** What this agent knows of a node that answers it is from then, counted in changes. */
  void heardOf(String node, long written) {
    heardOf.merge(node, written, Math::max);
  }

  /** {@return when the latest answer of this node was written that this agent has seen} */
  long heardOf(String node) {
    return heardOf.getOrDefault(node, -1L);
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
        new NodeReport(facts(), assignment, result)
            .status(
                Set.of(), new TreeMap<>(machine.drift.contested()), Optional.empty(), conditions);
    conditions = status.conditions();
    return status;
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
    mailbox.look(visible, clock.instant());
    Map<String, HasMetadata> others = new TreeMap<>(visible);
    others.keySet().removeIf(Mailbox::is);
    Map<String, HasMetadata> counting =
        recollection.counting(others.values(), clock.instant(), apiServer);
    if (written != null && seenNow == seenThen) {
      counting.put(key, written);
    }
    return counting;
  }

  /** {@return whether something counts for its agent that it does not see} */
  boolean isInDoubt() {
    return recollection.isInDoubt();
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
    return key.startsWith("LvsNode/") || Mailbox.is(key)
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
  }
}
