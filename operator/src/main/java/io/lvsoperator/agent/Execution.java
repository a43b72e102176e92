package io.lvsoperator.agent;

import io.lvsoperator.agent.Report.Entry;
import io.lvsoperator.agent.Report.Result;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.SchedulerUnavailableException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VipRule;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.Desired;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Carries changes out, each noted in the journal before the kernel is touched. One failure does not
 * stop the rest, except for what would be harmful without it: destinations of a virtual server that
 * is not there, a VIP none of whose virtual servers is, an address that the node would tell its
 * neighbours about because ARP is not silenced or is not to be silenced any more, and a tunnel's
 * end that would take packets from everybody because the packet rules are not there or go.
 */
public final class Execution {
  private final ChangeApplier applier;
  private final Journal journal;
  private final Desired desired;
  private final Function<Change, Optional<String>> objection;
  private final Map<VirtualServerKey, String> missingServers = new HashMap<>();
  private final Map<Sysctl, String> missingSysctls = new HashMap<>();
  private final Map<Sysctl, String> keptSysctls = new HashMap<>();
  private final Map<IpAddress, String> missingAddresses = new HashMap<>();
  private final Map<IpAddress, String> keptAddresses = new HashMap<>();
  private final Map<String, String> keptLinks = new HashMap<>();
  private final Map<String, String> missingLinks = new HashMap<>();
  private Optional<String> withoutPacketRules = Optional.empty();

  /**
   * Makes one for one pass.
   *
   * @param applier carries a change out
   * @param journal notes it
   * @param desired what the changes are for
   * @param objection why a change shall not be made now, if somebody objects
   */
  public Execution(
      ChangeApplier applier,
      Journal journal,
      Desired desired,
      Function<Change, Optional<String>> objection) {
    this.applier = applier;
    this.journal = journal;
    this.desired = desired;
    this.objection = objection;
  }

  /** Carries these changes out in this order and says what came of each. */
  public Report carryOut(List<Change> changes) {
    List<Entry> entries = new ArrayList<>();
    for (Change change : changes) {
      Optional<String> obstacle = obstacle(change).or(() -> objection.apply(change));
      Result result = obstacle.<Result>map(Result.Skipped::new).orElseGet(() -> carryOut(change));
      remember(change, result);
      entries.add(new Entry(change, result));
    }
    return new Report(entries);
  }

  private Result carryOut(Change planned) {
    Change change = planned;
    try {
      change = applier.asOfNow(planned);
      journal.before(change);
      applier.apply(change);
      journal.after(change);
      return new Result.Applied();
    } catch (KernelException e) {
      return refused(change, e);
    } catch (RuntimeException e) { // of whatever kind: the other changes go on
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      return new Result.Failed(NodeConditions.KERNEL_REFUSED, why);
    }
  }

  private Result refused(Change change, KernelException e) {
    String reason =
        e instanceof SchedulerUnavailableException
            ? ConditionReasons.SCHEDULER_UNAVAILABLE
            : NodeConditions.KERNEL_REFUSED;
    try {
      journal.refused(change, e);
      return new Result.Failed(reason, e.getMessage());
    } catch (RuntimeException alsoJournal) {
      return new Result.Failed(reason, e.getMessage() + "; " + alsoJournal.getMessage());
    }
  }

  private Optional<String> obstacle(Change change) {
    return switch (change) {
      case Change.AddDestination c ->
          Optional.ofNullable(missingServers.get(c.server()))
              .or(() -> untranslated(c.destination().forwarding()));
      case Change.EditDestination c when c.redirects() -> withoutPacketRules;
      case Change.AddAddress c ->
          withoutServers(c.address())
              .or(() -> withoutSilence(c.address()))
              .or(() -> unclosed(c.address()))
              .or(() -> Optional.ofNullable(missingLinks.get(c.address().link())));
      case Change.LinkUp c ->
          Optional.ofNullable(missingLinks.get(c.link())).or(() -> withoutPacketRules);
      case Change.AddFouPort _ -> withoutPacketRules;
      case Change.Announce c -> Optional.ofNullable(missingAddresses.get(c.address()));
      case Change.WriteSysctl c when c.sysctl().isIpv6Forwarding() ->
          undone(missingSysctls, Sysctl::isAcceptRouterAdvertisements);
      case Change.RestoreSysctl c when c.sysctl().isAcceptRouterAdvertisements() ->
          undone(keptSysctls, Sysctl::isIpv6Forwarding);
      case Change.RestoreSysctl c when c.sysctl().silencesArp() -> anyOf(keptAddresses);
      case Change.DeletePacketRules _, Change.ReplacePacketRules _ -> anyOf(keptLinks);
      default -> Optional.empty();
    };
  }

  private static Optional<String> anyOf(Map<?, String> why) {
    return why.values().stream().findFirst();
  }

  /**
   * An interface that is a router and no longer told to learn from others loses its default route:
   * what is undone of the one change stops the other.
   */
  private static Optional<String> undone(Map<Sysctl, String> why, Predicate<Sysctl> which) {
    return why.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** A VIP without any virtual server would only swallow packets. */
  private Optional<String> withoutServers(LinkAddress address) {
    if (!desired.announced().contains(address)) {
      return Optional.empty(); // a real server's
    }
    IpAddress vip = address.address();
    List<VirtualServerKey> keys =
        desired.servers().stream()
            .filter(server -> server.vip().equals(vip))
            .map(server -> server.server().key())
            .toList();
    boolean none = !keys.isEmpty() && missingServers.keySet().containsAll(keys);
    return none ? Optional.of(missingServers.get(keys.getFirst())) : Optional.empty();
  }

  /** Without its parameters a real server's VIP would answer ARP. */
  private Optional<String> withoutSilence(LinkAddress address) {
    return desired.hidden().stream()
        .filter(vip -> vip.address().equals(address))
        .flatMap(vip -> vip.needs().keySet().stream())
        .flatMap(need -> Optional.ofNullable(missingSysctls.get(need)).stream())
        .findFirst();
  }

  /** A VIP whose other ports are to be closed would show this node's own servers. */
  private Optional<String> unclosed(LinkAddress address) {
    boolean closes =
        desired.packetRules().chains().stream()
            .flatMap(chain -> chain.rules().stream())
            .anyMatch(
                rule ->
                    rule instanceof VipRule.DropUnserved drop
                        && drop.vip().equals(address.address()));
    return closes ? withoutPacketRules : Optional.empty();
  }

  /** Which connections are tracked, and whose source is written, the packet rules say. */
  private Optional<String> untranslated(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> withoutPacketRules;
      case Forwarding.Gateway _, Forwarding.Tunnel _, Forwarding.Other _ -> Optional.empty();
    };
  }

  private void remember(Change change, Result result) {
    String why =
        switch (result) {
          case Result.Applied _ -> "";
          case Result.Failed failed -> failed.why();
          case Result.Skipped skipped -> skipped.why();
          case Result.Paused paused -> paused.why();
        };
    if (why.isEmpty()) {
      return;
    }
    switch (change) {
      case Change.WriteSysctl c -> missingSysctls.put(c.sysctl(), why);
      case Change.RestoreSysctl c -> keptSysctls.put(c.sysctl(), why);
      case Change.AddVirtualServer c -> missingServers.put(c.server().key(), why);
      case Change.AddAddress c -> missingAddresses.put(c.address().address(), why);
      case Change.DeleteAddress c -> keptAddresses.put(c.address().address(), why);
      case Change.LinkDown c -> keptLinks.put(c.link().link(), why);
      case Change.AddLink c -> missingLinks.put(c.link().name(), why);
      case Change.LoadLink c -> missingLinks.put(c.link().link(), why);
      case Change.ReplacePacketRules _ -> withoutPacketRules = Optional.of(why);
      default -> {} // nothing else depends on it
    }
  }
}
