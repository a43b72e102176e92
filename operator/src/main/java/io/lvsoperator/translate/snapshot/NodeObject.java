package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.lvsoperator.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a Node. */
final class NodeObject {
  private NodeObject() {}

  static ClusterNode read(Node node) {
    Optional<NodeStatus> status = Optional.ofNullable(node.getStatus());
    return new ClusterNode(
        ClusterObjects.name(node),
        ClusterObjects.created(node),
        ClusterObjects.labels(node),
        ClusterObjects.annotations(node),
        status.map(NodeStatus::getAddresses).stream()
            .flatMap(List::stream)
            .map(NodeAddress::getAddress)
            .flatMap(NodeObject::address)
            .distinct()
            .toList(),
        Optional.ofNullable(node.getSpec()).stream()
            .flatMap(NodeObject::podCidrs)
            .flatMap(NetworkObjects::subnet)
            .distinct()
            .toList(),
        status
            .map(NodeStatus::getNodeInfo)
            .map(NodeSystemInfo::getBootID)
            .filter(id -> !id.isBlank()));
  }

  private static Stream<String> podCidrs(NodeSpec spec) {
    return Stream.concat(
        Stream.ofNullable(spec.getPodCIDR()),
        Stream.ofNullable(spec.getPodCIDRs()).flatMap(List::stream));
  }

  /** A host name, which may stand among a Node's addresses, is none. */
  private static Stream<IpAddress> address(String text) {
    return text == null ? Stream.empty() : IpAddress.tryParse(text).stream();
  }
}
