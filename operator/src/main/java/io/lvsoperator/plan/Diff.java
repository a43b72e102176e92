package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.NodeAddresses;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VipRule;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ordered changes from what stands to what shall stand: make before break. What is needed first
 * comes first, on a director kernel parameters, packet rules, virtual servers, destinations, and
 * the VIP last; on a real server devices, kernel parameters, packet rules, and only then is a
 * device switched on and gets its addresses. Removal is the reverse.
 */
public final class Diff {
  private final Observed observed;
  private final Ownership ownership;
  private final Desired desired;
  private final DeviceDiff devices;

  /** A service that changes its way needs other rules until its destinations are edited. */
  private final PacketRules first;

  private final boolean hasNewMarks;

  private Diff(Observed observed, Ownership ownership, Desired desired) {
    this.observed = observed;
    this.ownership = ownership;
    this.desired = desired;
    this.devices = new DeviceDiff(observed, ownership, desired.devices());
    PacketRules last = desired.packetRules();
    this.first = desired.meanwhile().orElse(last).without(this::isNewMark);
    this.hasNewMarks = !last.equals(last.without(this::isNewMark));
  }

  /**
   * {@return the changes, in the order in which they are to be made; none where nothing differs}
   *
   * @param observed what stands in the kernel
   * @param sysctls the values of the kernel parameters that the plan or the journal names; one that
   *     this kernel does not have is missing here
   * @param ownership what is ours although it carries no label
   * @param desired how the node shall be
   * @param now the time
   */
  public static List<Change> diff(
      Observed observed,
      Map<Sysctl, String> sysctls,
      Ownership ownership,
      Desired desired,
      Instant now) {
    Diff diff = new Diff(observed, ownership, desired);
    SysctlDiff sysctlDiff = new SysctlDiff(observed, sysctls, ownership, desired, diff.devices);
    WaitDiff waits = new WaitDiff(ownership, desired, now);
    ServerDiff servers = new ServerDiff(observed, ownership, desired, now);
    List<Change> changes = new ArrayList<>();
    changes.addAll(diff.devices.toMake());
    changes.addAll(waits.changesOfWays());
    changes.addAll(sysctlDiff.toWrite());
    changes.addAll(diff.devices.timeoutsToSet());
    changes.addAll(diff.routesToAdd());
    changes.addAll(diff.addressesToAdd(desired.pool()));
    changes.addAll(diff.packetRulesToReplace());
    changes.addAll(diff.devices.toOpen());
    changes.addAll(servers.toAddAndEdit());
    changes.addAll(diff.packetRulesBeforeVips());
    changes.addAll(diff.addressesToAdd(diff.placesOfVips()));
    changes.addAll(diff.addressesToDelete());
    changes.addAll(servers.toDelete());
    changes.addAll(diff.devices.toClose());
    changes.addAll(diff.packetRulesToFinish());
    changes.addAll(servers.toRetire());
    changes.addAll(diff.routesToDelete());
    changes.addAll(diff.devices.timeoutsToGiveBack());
    changes.addAll(sysctlDiff.toGiveBack());
    changes.addAll(diff.devices.toDelete());
    changes.addAll(waits.changedWays());
    return changes;
  }

  private List<Change> routesToAdd() {
    List<Change> changes = new ArrayList<>();
    for (Route route : desired.routes()) {
      if (!observed.routes().contains(route)) {
        // A table has one route to a place: what stands there goes first.
        observed.routes().stream()
            .filter(r -> samePlace(r, route) && !desired.routes().contains(r))
            .forEach(r -> changes.add(new Change.DeleteRoute(r)));
        changes.add(new Change.AddRoute(route));
      }
    }
    for (Rule rule : desired.rules()) {
      if (!observed.rules().contains(rule)) {
        changes.add(new Change.AddRule(rule));
      }
    }
    return changes;
  }

  private static boolean samePlace(Route a, Route b) {
    return a.table() == b.table() && a.destination().equals(b.destination());
  }

  private List<Change> routesToDelete() {
    List<Change> changes = new ArrayList<>();
    List<Route> added =
        desired.routes().stream().filter(r -> !observed.routes().contains(r)).toList();
    for (Rule rule : observed.rules()) {
      if (!desired.rules().contains(rule)) {
        changes.add(new Change.DeleteRule(rule));
      }
    }
    for (Route route : observed.routes()) {
      if (!desired.routes().contains(route) && added.stream().noneMatch(r -> samePlace(r, route))) {
        changes.add(new Change.DeleteRoute(route));
      }
    }
    return changes;
  }

  /**
   * The rules that something needs before it stands. A firewall mark comes later, when its virtual
   * server can take connections: until then packets find the one that was there before.
   */
  private List<Change> packetRulesToReplace() {
    return needsRulesFirst() ? packetRules(observed.packetTable(), first) : List.of();
  }

  /**
   * The whole table, where new firewall marks are in it, whose virtual servers take connections
   * now, or where a VIP comes whose other ports are to be closed.
   */
  private List<Change> packetRulesBeforeVips() {
    return isFinishedBeforeVips() ? wholeTable() : List.of();
  }

  private boolean isFinishedBeforeVips() {
    return hasNewMarks || !addressesToAdd(placesOfVips()).isEmpty();
  }

  /** Rules that nobody needs any more go when what needed them is gone. */
  private List<Change> packetRulesToFinish() {
    if (isFinishedBeforeVips()) {
      return List.of(); // that was the whole table
    }
    return wholeTable();
  }

  private List<Change> wholeTable() {
    return packetRules(
        needsRulesFirst() ? stateOf(first) : observed.packetTable(), desired.packetRules());
  }

  private boolean needsRulesFirst() {
    // Other ports of a VIP can be closed later: to write them now would take old marks away too
    // soon.
    PacketRules needed = first.without(VipRule.class::isInstance);
    if (desired.meanwhile().isPresent()) {
      return !standsButForVips(needed);
    }
    boolean stands = observed.packetTable().known().containsAll(needed);
    return !needed.isEmpty() && !stands || losesTrack(needed);
  }

  private boolean standsButForVips(PacketRules needed) {
    return observed.packetTable() instanceof PacketTableState.Ours(PacketRules standing)
        && standing.without(VipRule.class::isInstance).equals(needed);
  }

  /** What is left out of conntrack cannot be translated: such a rule goes before weight comes. */
  private boolean losesTrack(PacketRules needed) {
    boolean translates =
        desired.servers().stream()
            .flatMap(server -> server.wanted().stream())
            .anyMatch(d -> d.forwarding() instanceof Forwarding.Masquerade);
    return translates
        && observed.packetTable().known().rules().stream()
            .anyMatch(rule -> leavesUntracked(rule) && !needed.rules().contains(rule));
  }

  private static boolean leavesUntracked(PacketRule rule) {
    return rule instanceof PacketRule.Untracked || rule instanceof PacketRule.UntrackedHandshake;
  }

  /** A virtual server that is on its way out has no weight and comes back like a new one. */
  private boolean isNewMark(PacketRule rule) {
    return rule instanceof PacketRule.MarkService marked
        && observed
            .virtualServer(new VirtualServerKey.FirewallMark(marked.mark(), marked.vip().family()))
            .filter(Forms::takesConnections)
            .isEmpty();
  }

  private static List<Change> packetRules(PacketTableState standing, PacketRules wanted) {
    if (standing.equals(stateOf(wanted))) {
      return List.of();
    }
    return List.of(
        wanted.isEmpty()
            ? new Change.DeletePacketRules()
            : new Change.ReplacePacketRules(standing, wanted));
  }

  private static PacketTableState stateOf(PacketRules rules) {
    return rules.isEmpty() ? new PacketTableState.Absent() : new PacketTableState.Ours(rules);
  }

  private List<LinkAddress> placesOfVips() {
    Set<LinkAddress> pool = Set.copyOf(desired.pool());
    return desired.addresses().stream().filter(a -> !pool.contains(a)).toList();
  }

  private List<Change> addressesToAdd(List<LinkAddress> addresses) {
    AddressNeeds needs = new AddressNeeds(desired);
    List<Change> added = new ArrayList<>();
    List<Change> announced = new ArrayList<>();
    for (LinkAddress wanted : addresses) {
      if (!observed.addresses().has(wanted) || devices.isReplaced(wanted.link())) {
        added.add(needs.adding(wanted));
        if (needs.isAnnounced(wanted)) {
          announced.add(new Change.Announce(wanted.link(), wanted.address()));
        }
      }
    }
    added.addAll(announced);
    return added;
  }

  private List<Change> addressesToDelete() {
    NodeAddresses wanted = new NodeAddresses(desired.addresses());
    return observed.addresses().stream()
        .filter(ownership::owns)
        .filter(a -> !wanted.has(a))
        .filter(a -> !devices.isReplaced(a.link()))
        .<Change>map(Change.DeleteAddress::new)
        .toList();
  }
}
