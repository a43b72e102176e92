package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a machine is a real server for, as if every director had asked: a node in a plan from files,
 * or one that its owner sets up.
 */
final class HostedParts {
  private final Translation translation;
  private final Predicate<RealServerVerdict> here;

  private HostedParts(Translation translation, Predicate<RealServerVerdict> here) {
    this.translation = translation;
    this.here = here;
  }

  /** {@return the parts of the agent on this node} */
  static HostedParts on(Translation translation, String node) {
    return new HostedParts(
        translation, server -> server.isManaged() && server.node().equals(Optional.of(node)));
  }

  /** {@return the parts of this RealServer, whoever sets it up} */
  static HostedParts of(Translation translation, ServiceRef realServer) {
    return new HostedParts(translation, server -> server.server().name().equals(realServer));
  }

  List<HostedPart> list() {
    return translation.services().stream()
        .filter(service -> service.inForce() && service.holder().isPresent())
        .flatMap(
            service -> service.members().stream().filter(this::isHere).map(m -> part(service, m)))
        .toList();
  }

  private boolean isHere(Member member) {
    RealServerVerdict server = member.realServer();
    return member.verdict().accepted() && !server.isOutOfService() && here.test(server);
  }

  private HostedPart part(ServiceVerdict service, Member member) {
    return new HostedPart(
        Eligibilities.attachment(service.service(), member.realServer()),
        peers(translation.cluster(), service.service().spec().directorGroupName()));
  }

  /** The directors of a group, as far as they report themselves. */
  static List<DirectorPeer> peers(Cluster cluster, String group) {
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
