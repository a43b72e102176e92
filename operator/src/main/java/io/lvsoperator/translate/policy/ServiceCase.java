package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.AllowRule;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Optional;

/**
 * An LvsService to be judged.
 *
 * @param service the object
 * @param cluster everything else
 * @param claims what older services have
 */
public record ServiceCase(
    Declared<LvsServiceSpec, LvsServiceStatus> service, Cluster cluster, Claims claims) {
  /** {@return what is asked for} */
  public LvsServiceSpec spec() {
    return service.spec();
  }

  /** {@return the VIP; a well-formed service has one} */
  public IpAddress vip() {
    return IpAddress.parse(spec().vip());
  }

  Optional<DirectorGroupSpec> group() {
    return cluster.group(spec().directorGroupName()).map(Declared::spec);
  }

  /** {@return whether it selects this RealServer} */
  public boolean selects(Declared<RealServerSpec, RealServerStatus> server) {
    return server.name().namespace().equals(service.name().namespace())
        && spec().realServerSelector().filter(s -> s.matches(server.labels())).isPresent();
  }

  /** {@return the group's directors, the holder first} */
  public List<ClusterNode> directors() {
    return group().map(cluster::directors).orElse(List.of());
  }

  /** {@return the director that carries the group's VIPs} */
  public Optional<ClusterNode> holder() {
    return directors().stream().findFirst();
  }

  /**
   * Whether the VIP is this node's own address. The kernel knows which are, by our label; a kubelet
   * may list a VIP that we placed. So its list counts only while the node has not reported.
   */
  boolean isOwnAddressOf(ClusterNode node) {
    return cluster.report(node.name()).isPresent()
        ? cluster.interfaceAddresses(node).stream().map(Subnet::address).anyMatch(vip()::equals)
        : node.addresses().contains(vip());
  }

  /** The group's rules for this service's namespace. */
  List<AllowRule> rules() {
    return group()
        .map(group -> Allowance.rules(group, cluster, service.name().namespace()))
        .orElse(List.of());
  }

  /** Whether the controller has accepted it before with the VIP that it has now. */
  boolean isInService() {
    LvsServiceStatus status = service.status();
    return status.condition(ConditionTypes.ACCEPTED).filter(Condition::holds).isPresent()
        && status.vip().equals(Optional.of(spec().vip()));
  }

  String groupText() {
    return "DirectorGroup " + spec().directorGroupName();
  }
}
