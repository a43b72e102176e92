package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.Optional;

/** A VIP is not the broadcast address of a subnet on a director. */
final class VipIsNoBroadcast implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.directors().stream()
        .flatMap(director -> broadcast(judged, director).stream())
        .findFirst();
  }

  private static Optional<Finding> broadcast(ServiceCase judged, ClusterNode director) {
    IpAddress vip = judged.vip();
    return judged.cluster().interfaceAddresses(director).stream()
        .filter(subnet -> subnet.broadcast().filter(vip::equals).isPresent())
        .findFirst()
        .map(subnet -> new Subnet(subnet.first(), subnet.prefixLength()))
        .flatMap(
            subnet ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip %s is the broadcast address of %s on director %s, which is never a VIP"
                        .formatted(vip, subnet, director.name())));
  }
}
