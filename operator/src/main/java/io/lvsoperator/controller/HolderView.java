package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.Omission;
import io.lvsoperator.api.v1alpha1.VipUse;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.ServiceVerdict;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the director that holds a service says about it.
 *
 * @param holder the director, if the group has one
 * @param report what it reported, if it did
 * @param entry what it reported about this service, if it did
 */
record HolderView(
    Optional<String> holder, Optional<LvsNodeStatus> report, Optional<NodeService> entry) {
  static HolderView of(ServiceVerdict service, Cluster cluster) {
    ServiceRef name = service.service().name();
    Optional<String> holder =
        service.holder().filter(_ -> service.inForce()).or(() -> keeper(name, cluster));
    return of(holder.or(service::holder), name, cluster);
  }

  private static HolderView of(Optional<String> holder, ServiceRef name, Cluster cluster) {
    Optional<LvsNodeStatus> report = holder.flatMap(cluster::report);
    return new HolderView(holder, report, report.flatMap(r -> entry(r, name)));
  }

  /** The director that keeps an earlier spec of a service in force, whatever that spec says. */
  private static Optional<String> keeper(ServiceRef name, Cluster cluster) {
    return cluster.liveReports().entrySet().stream()
        .filter(
            report ->
                entry(report.getValue(), name)
                    .filter(e -> keeps(e) && !e.destinations().isEmpty())
                    .isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /** Whether a node says that it goes on with an earlier spec than the one that is refused. */
  static boolean keeps(NodeService entry) {
    return entry.reason().equals(ConditionReasons.LAST_ACCEPTED);
  }

  static Optional<NodeService> entry(LvsNodeStatus report, ServiceRef service) {
    return report.services().stream()
        .filter(s -> s.namespace().equals(service.namespace()) && s.name().equals(service.name()))
        .findFirst();
  }

  /**
   * Whether this VIP is on the holder, placed or its own. Where the report has no room for all
   * VIPs, a service that is programmed has its own there.
   */
  boolean hasVip(IpAddress vip) {
    return report.stream()
            .flatMap(r -> r.vips().stream())
            .filter(v -> !v.use().is(VipUse.HIDDEN))
            .anyMatch(v -> IpAddress.tryParse(v.address()).equals(Optional.of(vip)))
        || omits(Omission.VIPS)
            && entry.filter(e -> e.programmed().is(ConditionStatus.TRUE)).isPresent();
  }

  private boolean omits(Omission list) {
    return report.filter(r -> r.omits(list)).isPresent();
  }

  /** Why it says nothing about the service. */
  String whyNothing() {
    return omits(Omission.SERVICES)
        ? text() + " has more services than its report has room for: it may be programmed"
        : text() + " has not reported about it yet";
  }

  /** The weight of a real server in the holder's kernel, the highest of its ports. */
  Optional<Integer> weight(IpAddress realServer) {
    return destinations().stream()
        .filter(d -> IpAddress.tryParse(d.address()).equals(Optional.of(realServer)))
        .map(NodeDestination::weight)
        .max(Integer::compare);
  }

  /** What is left of a real server's connections, over all its ports, while it drains. */
  Optional<String> drain(IpAddress realServer) {
    List<NodeDrain> drains =
        destinations().stream()
            .filter(d -> IpAddress.tryParse(d.address()).equals(Optional.of(realServer)))
            .flatMap(d -> d.drain().stream())
            .toList();
    if (drains.isEmpty()) {
      return Optional.empty();
    }
    long left = drains.stream().mapToLong(NodeDrain::connections).sum();
    String count = "%d connection%s left on %s".formatted(left, left == 1 ? "" : "s", text());
    return Optional.of(
        drains.stream()
            .flatMap(drain -> drain.until().stream())
            .max(String::compareTo)
            .map(until -> count + ", removed by " + until)
            .orElse(count));
  }

  /** Whether a destination that is not reported is not there. */
  boolean tellsAll() {
    return entry.map(NodeService::tellsAll).orElseGet(() -> !omits(Omission.SERVICES));
  }

  private List<NodeDestination> destinations() {
    return entry.map(NodeService::destinations).orElse(List.of());
  }

  /** Whether its agent has not been heard of for a while. */
  boolean isSilent() {
    return report.filter(LvsNodeStatus::agentIsSilent).isPresent();
  }

  /** How the holder is called in a message. */
  String text() {
    return holder.map(name -> "director " + name).orElse("no director");
  }
}
