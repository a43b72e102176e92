package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.VipHostPorts;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Indexed;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The verdict on every object of a snapshot, and with it the intent of every node. */
public final class Translation {
  private final Cluster cluster;
  private final Indexed<ServiceRef, ServiceVerdict> services;
  private final Indexed<ServiceRef, RealServerVerdict> realServers;
  private final Indexed<ServiceRef, GroupVerdict> groups;
  private final LastAccepted lastAccepted;

  Translation(
      Cluster cluster,
      List<ServiceVerdict> services,
      List<RealServerVerdict> realServers,
      List<GroupVerdict> groups,
      LastAccepted lastAccepted) {
    this.cluster = cluster;
    this.services = Indexed.by(verdict -> verdict.service().name(), services);
    this.realServers = Indexed.by(verdict -> verdict.server().name(), realServers);
    this.groups = Indexed.by(verdict -> verdict.group().name(), groups);
    this.lastAccepted = lastAccepted;
  }

  /** {@return what it was made from} */
  public Cluster cluster() {
    return cluster;
  }

  /** {@return a verdict per LvsService, the oldest first} */
  public List<ServiceVerdict> services() {
    return services;
  }

  /** {@return a verdict per RealServer, the oldest first} */
  public List<RealServerVerdict> realServers() {
    return realServers;
  }

  /** {@return a verdict per DirectorGroup} */
  public List<GroupVerdict> groups() {
    return groups;
  }

  /** {@return what the next pass needs to know of this one} */
  public LastAccepted lastAccepted() {
    return lastAccepted;
  }

  /** {@return the verdict on this LvsService, if there is one} */
  public Optional<ServiceVerdict> service(ServiceRef name) {
    return services.find(name);
  }

  /** {@return the verdict on this RealServer, if there is one} */
  public Optional<RealServerVerdict> realServer(ServiceRef name) {
    return realServers.find(name);
  }

  /** {@return the verdict on this DirectorGroup, if there is one} */
  public Optional<GroupVerdict> group(String name) {
    return groups.find(new ServiceRef("", name));
  }

  /** {@return whether this node's kernel is to be left as it is} */
  public Pause pause(String node) {
    return Pause.of(this, node);
  }

  /**
   * {@return what the machine of this RealServer shall do, whoever sets it up}
   *
   * @param realServer a RealServer's name; for one that the snapshot does not have there is nothing
   */
  public Intent intentFor(ServiceRef realServer) {
    return new Intent(
        List.of(),
        List.of(),
        HostedParts.of(this, realServer).list(),
        IpvsOptions.NONE,
        openVips());
  }

  /**
   * {@return what this node shall do, as a real server as if every director had asked}
   *
   * @param node a Node's name; of one that the snapshot does not have, nothing is asked
   */
  public Intent intentFor(String node) {
    DirectedServices services = new DirectedServices(this, node);
    return new Intent(
        services.list(),
        services.waiting(),
        HostedParts.on(this, node).list(),
        cluster.node(node).map(n -> IpvsWishes.of(cluster, n)).orElse(IpvsOptions.NONE),
        openVips());
  }

  /**
   * {@return why this node is not to take this on for this director; empty where a group selects
   * the director and a rule of it allows the VIP and the real server}
   */
  public Optional<Answer.Refusal> refusal(Request request, Attachment attachment) {
    return TakingOn.refusal(cluster, request, attachment);
  }

  /** A VIP has one group. What this version does not know of a group leaves its VIPs closed. */
  private Set<IpAddress> openVips() {
    return services.stream()
        .filter(ServiceVerdict::inForce)
        .map(service -> service.service().spec())
        .filter(
            spec ->
                cluster
                    .group(spec.directorGroupName())
                    .filter(group -> group.spec().vipHostPorts().is(VipHostPorts.OPEN))
                    .isPresent())
        .map(spec -> IpAddress.parse(spec.vip()))
        .collect(Collectors.toSet());
  }
}
