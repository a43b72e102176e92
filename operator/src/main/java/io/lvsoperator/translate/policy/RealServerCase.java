package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.Management;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.Optional;

/**
 * A RealServer to be judged.
 *
 * @param server the object
 * @param cluster everything else
 * @param claims what older RealServers have
 */
public record RealServerCase(
    Declared<RealServerSpec, RealServerStatus> server, Cluster cluster, Claims claims) {
  RealServerSpec spec() {
    return server.spec();
  }

  /** The address; a {@link WellFormedRealServer} has one. */
  public IpAddress address() {
    return IpAddress.parse(spec().address());
  }

  /** {@return whether an agent sets up its side} */
  public boolean isManaged() {
    return spec().management().is(Management.AGENT);
  }

  /** {@return the Node that it is: the one that it names, else the oldest that has its address} */
  public Optional<ClusterNode> node() {
    return spec()
        .nodeName()
        .map(cluster::node)
        .orElseGet(() -> cluster.nodesWith(address()).stream().findFirst());
  }

  /**
   * {@return whether some group lets its namespace have this real server} One that nobody would
   * serve must not keep an address from those who may.
   */
  public boolean isAllowedSomewhere() {
    return cluster.snapshot().groups().stream()
        .flatMap(
            group -> Allowance.rules(group.spec(), cluster, server.name().namespace()).stream())
        .anyMatch(rule -> Allowance.grants(rule.realServers(), address()));
  }
}
