package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.ClusterNetwork;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A VIP must not take what the cluster itself lives by. */
final class VipOutsideCluster implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    IpAddress vip = judged.vip();
    ClusterNetwork network = judged.cluster().snapshot().network();
    return Stream.of(
            pods(vip, judged.cluster().snapshot().nodes()),
            network.serviceCidrs().stream()
                .filter(range -> range.contains(vip))
                .map(range -> "in the cluster's Service range " + range),
            network.apiServices().stream()
                .filter(vip::equals)
                .map(same -> "the cluster IP of Service default/kubernetes"),
            network.apiServerEndpoints().stream()
                .filter(vip::equals)
                .map(same -> "an API server's address"))
        .flatMap(found -> found)
        .findFirst()
        .flatMap(
            what ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip " + vip + " is " + what + ", which is never a VIP"));
  }

  private static Stream<String> pods(IpAddress vip, List<ClusterNode> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                node.podCidrs().stream()
                    .filter((Subnet range) -> range.contains(vip))
                    .map(range -> "in " + range + ", the pod range of Node " + node.name()));
  }
}
