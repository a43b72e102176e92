package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNetwork;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Addresses by which the cluster itself, or a director's own network, lives. */
final class ReservedAddress {
  private ReservedAddress() {}

  /** {@return what the address is to the cluster, such as {@code an API server's address}} */
  static Optional<String> ofCluster(IpAddress address, Cluster cluster) {
    ClusterNetwork network = cluster.snapshot().network();
    return Stream.of(
            pods(address, cluster.snapshot().nodes()),
            network.serviceCidrs().stream()
                .filter(range -> range.contains(address))
                .map(range -> "in the cluster's Service range " + range),
            network.apiServices().stream()
                .filter(address::equals)
                .map(same -> "the cluster IP of Service default/kubernetes"),
            network.apiServerEndpoints().stream()
                .filter(address::equals)
                .map(same -> "an API server's address"))
        .flatMap(found -> found)
        .findFirst();
  }

  /** {@return what the address is in a subnet of this director} */
  static Optional<String> broadcast(IpAddress address, Cluster cluster, ClusterNode director) {
    return cluster.interfaceAddresses(director).stream()
        .filter(s -> s.broadcast().or(s::routerAnycast).filter(address::equals).isPresent())
        .findFirst()
        .map(subnet -> new Subnet(subnet.first(), subnet.prefixLength()))
        .map(
            subnet ->
                "the %s address of %s on director %s"
                    .formatted(
                        subnet.broadcast().isPresent() ? "broadcast" : "subnet-router anycast",
                        subnet,
                        director.name()));
  }

  /** {@return what the address is in the routes of this director} */
  static Optional<String> nextHop(IpAddress address, Cluster cluster, ClusterNode director) {
    return cluster.report(director.name()).map(LvsNodeStatus::nextHops).orElse(List.of()).stream()
        .flatMap(text -> IpAddress.tryParse(text).stream())
        .filter(address::equals)
        .findFirst()
        .map(same -> "a next hop in the routes of director " + director.name());
  }

  private static Stream<String> pods(IpAddress address, List<ClusterNode> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                node.podCidrs().stream()
                    .filter((Subnet range) -> range.contains(address))
                    .map(range -> "in " + range + ", the pod range of Node " + node.name()));
  }
}
