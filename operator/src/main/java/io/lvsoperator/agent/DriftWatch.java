package io.lvsoperator.agent;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
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

  private Set<String> stood = Set.of();
  private final Map<String, Quarrel> quarrels = new HashMap<>();

  /** How often one thing was repaired, and until when it is left alone. */
  private record Quarrel(int repairs, Instant last, Instant pausedUntil) {
    Quarrel again(Instant now) {
      int count = last.plus(SOON).isBefore(now) ? 1 : repairs + 1;
      return new Quarrel(count, now, pause(count).map(now::plus).orElse(Instant.MIN));
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
        .forEach(c -> quarrels.merge(c.command(), start(now), (old, _) -> old.again(now)));
    quarrels.values().removeIf(q -> isOver(q, now));
    return new Verdict(drift, heldBack);
  }

  /** Remembers what stands after a pass. */
  void settle(Desired desired, Report report) {
    Set<String> stands = items(desired);
    report.undone().forEach(entry -> item(entry.change()).ifPresent(stands::remove));
    // What we gave way to was there before the quarrel: putting it back is still a repair.
    report.undone().stream()
        .map(Report.Entry::change)
        .flatMap(change -> item(change).stream())
        .filter(stood::contains)
        .forEach(stands::add);
    stood = stands;
  }

  /** {@return what somebody keeps undoing now, as commands that we repeat, with how often} */
  SortedMap<String, Integer> contested() {
    SortedMap<String, Integer> contested = new TreeMap<>();
    quarrels.forEach(
        (command, quarrel) -> {
          if (quarrel.repairs() >= PATIENCE) {
            contested.put(command, quarrel.repairs());
          }
        });
    return contested;
  }

  private static Quarrel start(Instant now) {
    return new Quarrel(1, now, Instant.MIN);
  }

  private static boolean isOver(Quarrel quarrel, Instant now) {
    Instant calm =
        quarrel.pausedUntil().isAfter(quarrel.last()) ? quarrel.pausedUntil() : quarrel.last();
    return calm.plus(SOON).isBefore(now);
  }

  private Optional<Instant> pausedUntil(Change change, Instant now) {
    return Optional.ofNullable(quarrels.get(change.command()))
        .map(Quarrel::pausedUntil)
        .filter(until -> until.isAfter(now));
  }

  private static String contested(Change change, Instant until) {
    return "somebody keeps undoing '%s': tried again at %s".formatted(change.command(), until);
  }

  private boolean isRepair(Change change, Ownership ownership) {
    if (change instanceof Change.DrainDestination c) {
      // Somebody put it there, or gave one that leaves its weight back.
      String ours = c.server().option() + " -r " + c.destination().key() + " ";
      boolean drained =
          ownership.draining().containsKey(new Ownership.Drain(c.server(), c.destination().key()));
      return drained || !stood.isEmpty() && stood.stream().noneMatch(i -> i.startsWith(ours));
    }
    return item(change).filter(stood::contains).isPresent();
  }

  private static Optional<String> item(Change change) {
    return switch (change) {
      case Change.WriteSysctl c -> Optional.of(c.sysctl() + "=" + c.to());
      case Change.AddVirtualServer c -> Optional.of(c.server().options());
      case Change.EditVirtualServer c -> Optional.of(c.server().options());
      case Change.AddDestination c ->
          Optional.of(c.server().option() + " " + c.destination().options());
      case Change.EditDestination c ->
          Optional.of(c.server().option() + " " + c.destination().options());
      case Change.AddAddress c -> Optional.of(c.command());
      case Change.AddLink c -> Optional.of(c.command());
      case Change.LinkUp c -> Optional.of(c.command());
      case Change.AddFouPort c -> Optional.of(c.command());
      case Change.SetIpvsTimeouts c -> Optional.of(c.command());
      case Change.AddRoute c -> Optional.of(c.command());
      case Change.AddRule c -> Optional.of(c.command());
      case Change.ReplacePacketRules c -> Optional.of(String.join("\n", c.rules().statements()));
      default -> Optional.empty(); // takes something away, or concerns the journal alone
    };
  }

  private static Set<String> items(Desired desired) {
    Set<String> items = new HashSet<>();
    desired.sysctls().forEach((sysctl, value) -> items.add(sysctl + "=" + value));
    for (DesiredServer server : desired.servers()) {
      items.add(server.server().options());
      String key = server.server().key().option();
      server.wanted().forEach(d -> items.add(key + " " + d.options()));
    }
    desired.addresses().forEach(address -> items.add(new Change.AddAddress(address).command()));
    addDevices(desired.devices(), items);
    desired.routes().forEach(route -> items.add(new Change.AddRoute(route).command()));
    desired.rules().forEach(rule -> items.add(new Change.AddRule(rule).command()));
    items.add(String.join("\n", desired.packetRules().statements()));
    return items;
  }

  private static void addDevices(Devices devices, Set<String> items) {
    for (OwnLink link : devices.links()) {
      items.add(new Change.AddLink(link).command());
      items.add(new Change.LinkUp(link.name()).command());
    }
    devices.fallbackLinks().forEach(link -> items.add(new Change.LinkUp(link.link()).command()));
    devices.fouPorts().forEach(port -> items.add(new Change.AddFouPort(port).command()));
    items.add(new Change.SetIpvsTimeouts(Map.of(), devices.timeouts()).command());
  }
}
