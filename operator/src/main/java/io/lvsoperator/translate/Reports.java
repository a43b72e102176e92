package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeLeftover;
import io.lvsoperator.api.v1alpha1.NodePart;
import io.lvsoperator.api.v1alpha1.NodeRole;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.Omission;
import io.lvsoperator.api.v1alpha1.VipUse;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the nodes' reports; what another version wrote and nobody can read is left out. What a
 * report has no room for is unknown, and never gone.
 */
final class Reports {
  private Reports() {}

  /** What this node's own report says. */
  static Intent.Told told(Cluster cluster, String node) {
    return cluster
        .report(node)
        .map(
            report ->
                new Intent.Told(
                    parts(report),
                    report.services().stream()
                        .map(s -> new ServiceRef(s.namespace(), s.name()))
                        .collect(Collectors.toSet()),
                    !report.omits(Omission.PARTS),
                    !report.omits(Omission.SERVICES),
                    directors(report)))
        .orElse(Intent.Told.NOTHING);
  }

  /** The Nodes that exist and have not reported, or not on all that they direct. */
  static Set<String> silent(Cluster cluster) {
    return cluster.snapshot().nodes().stream()
        .map(ClusterNode::name)
        .filter(node -> cluster.report(node).filter(r -> !r.omits(Omission.SERVICES)).isEmpty())
        .collect(Collectors.toSet());
  }

  /** Who directs by its label and not by its report, and who does not by its report. */
  static Intent.Succession succession(Cluster cluster) {
    Set<String> others =
        cluster.liveReports().entrySet().stream()
            .filter(report -> report.getValue().agentVersion().isPresent())
            .filter(
                report ->
                    report.getValue().roles().stream().noneMatch(r -> r.is(NodeRole.DIRECTOR)))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<String> newcomers =
        cluster.snapshot().groups().stream()
            .flatMap(group -> cluster.directors(group.spec()).stream())
            .map(ClusterNode::name)
            .filter(others::contains)
            .collect(Collectors.toSet());
    return new Intent.Succession(newcomers, others);
  }

  /** Whether a node's report is about this LvsService as it stands now. */
  static boolean knows(Cluster cluster, String node, ServiceRef service) {
    return cluster.report(node).stream()
        .flatMap(report -> report.services().stream())
        .filter(s -> service.equals(new ServiceRef(s.namespace(), s.name())))
        .anyMatch(s -> isAware(cluster, s));
  }

  /**
   * Nodes whose reports name a destination with this VIP and address, or have no room for all with
   * this VIP, whoever they are now.
   */
  static Set<String> users(Cluster cluster, IpAddress vip, IpAddress address) {
    return destinations(cluster).stream()
        .filter(use -> use.vip().equals(vip))
        .filter(use -> use.address().map(address::equals).orElse(true))
        .map(Intent.Use::director)
        .collect(Collectors.toSet());
  }

  /** The destinations in the kernels of Nodes that exist. */
  static List<Intent.Use> destinations(Cluster cluster) {
    return cluster.liveReports().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(report -> uses(cluster, report.getKey(), report.getValue()))
        .distinct()
        .toList();
  }

  private static Stream<Intent.Use> uses(Cluster cluster, String director, LvsNodeStatus report) {
    return Stream.concat(
        report.services().stream()
            .flatMap(
                service ->
                    Stream.concat(
                        service.destinations().stream()
                            .flatMap(d -> use(director, d, isAware(cluster, service)).stream()),
                        unnamed(director, service))),
        report.leftovers().stream().flatMap(left -> use(director, left).stream()));
  }

  /** Where there is no room for all: any address may be one of them, in any way. */
  private static Stream<Intent.Use> unnamed(String director, NodeService service) {
    return service.destinations().stream()
        .filter(_ -> !service.tellsAll())
        .flatMap(destination -> IpAddress.tryParse(destination.vip()).stream())
        .distinct()
        .map(vip -> new Intent.Use(director, vip, Optional.empty(), Optional.empty(), false));
  }

  /** In which way it sends there, nobody asks any more. */
  private static Optional<Intent.Use> use(String director, NodeLeftover left) {
    return IpAddress.tryParse(left.vip())
        .flatMap(
            vip ->
                IpAddress.tryParse(left.address())
                    .map(address -> new Intent.Use(director, vip, address)));
  }

  private static Optional<Intent.Use> use(
      String director, NodeDestination destination, boolean aware) {
    Optional<IpAddress> address = IpAddress.tryParse(destination.address());
    return IpAddress.tryParse(destination.vip())
        .flatMap(
            vip ->
                address.map(
                    a -> new Intent.Use(director, vip, Optional.of(a), way(destination), aware)));
  }

  /** Empty where an older or a newer agent says something that this version cannot read. */
  private static Optional<Way> way(NodeDestination destination) {
    Optional<Forwarding.Tunnel> tunnel = destination.tunnel().flatMap(Tunnels::known);
    return destination
        .mode()
        .flatMap(Lenient::value)
        .map(known -> Mode.valueOf(known.name()))
        .filter(mode -> mode != Mode.TUN || tunnel.isPresent())
        .map(mode -> new Way(mode, tunnel));
  }

  /** Whether a director has seen the service as it is now. */
  private static boolean isAware(Cluster cluster, NodeService reported) {
    ServiceRef name = new ServiceRef(reported.namespace(), reported.name());
    return cluster
        .generation(name)
        .flatMap(now -> reported.observedGeneration().filter(now::equals))
        .isPresent();
  }

  /** Other Nodes than this that report the VIP as placed by their agent. */
  static List<String> holders(Cluster cluster, IpAddress vip, String except) {
    return cluster.liveReports().entrySet().stream()
        .filter(report -> !report.getKey().equals(except))
        .filter(report -> hasPlaced(report.getValue(), vip))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * A report without room for all VIPs has it where it has destinations on it. Where nothing tells,
   * the network is asked before the VIP is added.
   */
  private static boolean hasPlaced(LvsNodeStatus report, IpAddress vip) {
    return report.vips().stream()
            .filter(placed -> !placed.use().is(VipUse.OWN) && !placed.use().is(VipUse.HIDDEN))
            .anyMatch(placed -> is(placed.address(), vip))
        || report.omits(Omission.VIPS)
            && report.vips().stream().noneMatch(other -> is(other.address(), vip))
            && report.services().stream()
                .flatMap(service -> service.destinations().stream())
                .anyMatch(destination -> is(destination.vip(), vip));
  }

  private static boolean is(String text, IpAddress address) {
    return IpAddress.tryParse(text).equals(Optional.of(address));
  }

  /** The parts that the node has in place. */
  static Set<PartKey> parts(LvsNodeStatus report) {
    return report.parts().stream().flatMap(part -> key(part).stream()).collect(Collectors.toSet());
  }

  /** The parts that the node has in place for this director. */
  static Set<PartKey> parts(LvsNodeStatus report, String director) {
    return report.parts().stream()
        .filter(part -> part.directors().isEmpty() || part.directors().contains(director))
        .flatMap(part -> key(part).stream())
        .collect(Collectors.toSet());
  }

  private static Map<PartKey, Set<String>> directors(LvsNodeStatus report) {
    Map<PartKey, Set<String>> directors = new HashMap<>();
    report.parts().stream()
        .filter(part -> !part.directors().isEmpty())
        .forEach(
            part -> key(part).ifPresent(key -> directors.put(key, Set.copyOf(part.directors()))));
    return directors;
  }

  private static Optional<PartKey> key(NodePart part) {
    Optional<Mode> mode = part.mode().value().map(known -> Mode.valueOf(known.name()));
    Optional<IpAddress> address = IpAddress.tryParse(part.address());
    Optional<Forwarding.Tunnel> tunnel = part.tunnel().flatMap(Tunnels::known);
    return IpAddress.tryParse(part.vip())
        .flatMap(v -> mode.flatMap(m -> address.map(a -> new PartKey(v, m, tunnel, a))));
  }
}
