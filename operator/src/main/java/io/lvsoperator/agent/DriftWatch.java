package io.lvsoperator.agent;

import io.lvsoperator.model.Cause;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Subject;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.DesiredServer;
import io.lvsoperator.plan.Devices;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells repairs from ordinary changes: what was wanted and stood after the last pass, is wanted
 * still, and stands no more, was undone by somebody. Whoever keeps undoing the same thing is given
 * way to for a while, so that two programs do not tear at the kernel for ever.
 */
public final class DriftWatch {
  /** So many repairs of the same thing, each soon after the last, and we give way. */
  static final int PATIENCE = 10;

  /** Repairs further apart than this are not a quarrel. */
  static final Duration SOON = Duration.ofSeconds(60);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** What stood after the last pass, and how it was. */
  private Map<Subject, Object> stood = Map.of();

  private final Map<Subject, Quarrel> quarrels = new HashMap<>();

  /** The repair of one thing, how often it was made, and until when the thing is left alone. */
  private record Quarrel(String command, int repairs, Instant last, Instant pausedUntil) {
    static Quarrel start(Change repair, Instant now) {
      return new Quarrel(repair.command(), 1, now, Instant.MIN);
    }

    Quarrel again(Change repair, Instant now) {
      int count = last.plus(SOON).isBefore(now) ? 1 : repairs + 1;
      Instant until = pause(count).map(now::plus).orElse(Instant.MIN);
      return new Quarrel(repair.command(), count, now, until);
    }

    private static Optional<Duration> pause(int count) {
      if (count < PATIENCE) {
        return Optional.empty();
      }
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - PATIENCE, 10));
      return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }
  }

  /**
   * What a pass is told about its changes.
   *
   * @param drift the changes that put back what somebody undid
   * @param heldBack those among them that shall wait, and why
   */
  public record Verdict(Set<Change> drift, Map<Change, String> heldBack) {
    /** Nothing is a repair. */
    static final Verdict NONE = new Verdict(Set.of(), Map.of());

    /** Copies the collections. */
    public Verdict {
      drift = Set.copyOf(drift);
      heldBack = Map.copyOf(heldBack);
    }

    /** {@return why this change shall wait, if it shall} */
    public Optional<String> objection(Change change) {
      return Optional.ofNullable(heldBack.get(change));
    }

    /** {@return why this change is made} */
    public Cause cause(Change change) {
      return drift.contains(change) ? Cause.DRIFT : Cause.OBJECTS;
    }
  }

  /** {@return which of these changes are repairs, and which of those shall wait} */
  Verdict judge(List<Change> changes, Desired desired, Ownership ownership, Instant now) {
    Set<Change> drift = new HashSet<>();
    Map<Change, String> heldBack = new HashMap<>();
    for (Change change : changes) {
      if (isRepair(change, ownership)) {
        drift.add(change);
        pausedUntil(change, now).ifPresent(until -> heldBack.put(change, contested(change, until)));
      }
    }
    drift.stream()
        .filter(change -> !heldBack.containsKey(change))
        .forEach(
            c ->
                quarrels.compute(
                    c.subject(),
                    (_, old) -> old == null ? Quarrel.start(c, now) : old.again(c, now)));
    quarrels.values().removeIf(q -> isOver(q, now));
    return new Verdict(drift, heldBack);
  }

  /** Remembers what stands after a pass. */
  void settle(Desired desired, Report report) {
    Map<Subject, Object> stands = wanted(desired);
    for (Report.Entry entry : report.undone()) {
      Subject subject = entry.change().subject();
      if (made(entry.change()).isPresent()) {
        // What we gave way to was there before the quarrel: putting it back is still a repair.
        stands.computeIfPresent(subject, (_, how) -> how.equals(stood.get(subject)) ? how : null);
      }
    }
    stood = stands;
  }

  /** {@return what somebody keeps undoing now, as commands that we repeat, with how often} */
  SortedMap<String, Integer> contested() {
    SortedMap<String, Integer> contested = new TreeMap<>();
    for (Quarrel quarrel : quarrels.values()) {
      if (quarrel.repairs() >= PATIENCE) {
        contested.put(quarrel.command(), quarrel.repairs());
      }
    }
    return contested;
  }

  private static boolean isOver(Quarrel quarrel, Instant now) {
    Instant calm =
        quarrel.pausedUntil().isAfter(quarrel.last()) ? quarrel.pausedUntil() : quarrel.last();
    return calm.plus(SOON).isBefore(now);
  }

  private Optional<Instant> pausedUntil(Change change, Instant now) {
    return Optional.ofNullable(quarrels.get(change.subject()))
        .map(Quarrel::pausedUntil)
        .filter(until -> until.isAfter(now));
  }

  private static String contested(Change change, Instant until) {
    return "somebody keeps undoing '%s': tried again at %s".formatted(change.command(), until);
  }

  private boolean isRepair(Change change, Ownership ownership) {
    if (change instanceof Change.DrainDestination c) {
      // Somebody put it there, or gave one that leaves its weight back.
      boolean drained =
          ownership.draining().containsKey(new Ownership.Drain(c.server(), c.destination().key()));
      return drained || !stood.isEmpty() && !stood.containsKey(c.subject());
    }
    return made(change).filter(how -> how.equals(stood.get(change.subject()))).isPresent();
  }

  /** How the subject is after the change; empty where it takes something away. */
  private static Optional<Object> made(Change change) {
    return switch (change) {
      case Change.WriteSysctl c -> Optional.of(c.to());
      case Change.AddVirtualServer c -> Optional.of(c.server());
      case Change.EditVirtualServer c -> Optional.of(c.server());
      case Change.AddDestination c -> Optional.of(c.destination());
      case Change.EditDestination c -> Optional.of(c.destination());
      case Change.AddAddress c -> Optional.of(c.address());
      case Change.AddLink c -> Optional.of(c.link());
      case Change.LinkUp _ -> Optional.of(true);
      case Change.AddFouPort c -> Optional.of(c.port());
      case Change.SetIpvsTimeouts c -> Optional.of(c.to());
      case Change.AddRoute c -> Optional.of(c.route());
      case Change.AddRule c -> Optional.of(c.rule());
      case Change.ReplacePacketRules c -> Optional.of(c.rules());
      case Change.LoadLink _,
          Change.DeleteLink _,
          Change.Announce _,
          Change.DeleteRoute _,
          Change.DeleteRule _,
          Change.DeletePacketRules _,
          Change.DrainDestination _,
          Change.Releases _,
          Change.JournalNote _ ->
          Optional.empty();
    };
  }

  private static Map<Subject, Object> wanted(Desired desired) {
    Map<Subject, Object> wanted = new HashMap<>();
    desired.sysctls().forEach((sysctl, to) -> wanted.put(new Subject.Parameter(sysctl), to));
    for (DesiredServer server : desired.servers()) {
      VirtualServerKey key = server.server().key();
      wanted.put(new Subject.Server(key), server.server());
      server.wanted().forEach(d -> wanted.put(new Subject.Member(key, d.key()), d));
    }
    desired.addresses().forEach(a -> add(new Change.AddAddress(a), wanted));
    desired.routes().forEach(route -> add(new Change.AddRoute(route), wanted));
    desired.rules().forEach(rule -> add(new Change.AddRule(rule), wanted));
    wanted.put(Subject.Sole.PACKET_TABLE, desired.packetRules());
    addDevices(desired.devices(), wanted);
    return wanted;
  }

  private static void addDevices(Devices devices, Map<Subject, Object> wanted) {
    for (OwnLink link : devices.links()) {
      add(new Change.AddLink(link), wanted);
      add(new Change.LinkUp(link.name()), wanted);
    }
    devices.fallbackLinks().forEach(link -> add(new Change.LinkUp(link.link()), wanted));
    devices.fouPorts().forEach(port -> add(new Change.AddFouPort(port), wanted));
    wanted.put(Subject.Sole.IPVS_TIMEOUTS, devices.timeouts());
  }

  private static void add(Change change, Map<Subject, Object> wanted) {
    made(change).ifPresent(how -> wanted.put(change.subject(), how));
  }
}
