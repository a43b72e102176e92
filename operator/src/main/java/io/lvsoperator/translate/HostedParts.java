package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node's part as a real server. */
final class HostedParts {
  private final Translation translation;
  private final String node;

  HostedParts(Translation translation, String node) {
    this.translation = translation;
    this.node = node;
  }

  List<HostedPart> list() {
    return translation.services().stream()
        .filter(service -> service.verdict().accepted() && service.holder().isPresent())
        .flatMap(
            service -> service.members().stream().filter(this::isHere).map(m -> part(service, m)))
        .toList();
  }

  private boolean isHere(Member member) {
    RealServerVerdict server = member.realServer();
    return member.verdict().accepted()
        && server.isManaged()
        && !server.isOutOfService()
        && server.node().equals(Optional.of(node));
  }

  private HostedPart part(ServiceVerdict service, Member member) {
    LvsServiceSpec spec = service.service().spec();
    return new HostedPart(
        service.service().name(),
        member.realServer().server().name(),
        Eligibilities.key(spec, member.realServer()),
        DirectedServices.ports(spec),
        peers(spec.directorGroupName()),
        Duration.ofSeconds(spec.drainTimeoutSeconds()));
  }

  /** All directors of the group, not only the holder: the next one must find the part in place. */
  List<DirectorPeer> peers(String group) {
    Cluster cluster = translation.cluster();
    return cluster.group(group).stream()
        .flatMap(g -> cluster.directors(g.spec()).stream())
        .sorted(Comparator.comparing(ClusterNode::name))
        .map(director -> peer(cluster, director.name()))
        .toList();
  }

  private static DirectorPeer peer(Cluster cluster, String director) {
    return new DirectorPeer(
        director,
        cluster.report(director).map(LvsNodeStatus::interfaces).stream()
            .flatMap(List::stream)
            .flatMap(HostedParts::known)
            .toList());
  }

  private static Stream<DirectorPeer.Interface> known(NodeInterface link) {
    return link.mac().flatMap(HostedParts::mac).stream()
        .map(mac -> new DirectorPeer.Interface(mac, Cluster.subnets(link).toList()));
  }

  private static Optional<MacAddress> mac(String text) {
    try {
      return Optional.of(MacAddress.parse(text));
    } catch (IllegalArgumentException notAMac) { // another kind of hardware address
      return Optional.empty();
    }
  }
}
