package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.Optional;
import java.util.stream.Stream;

/** A VIP is not a gateway: a director that took its own would cut itself off. */
final class VipIsNoNextHop implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.directors().stream()
        .filter(director -> nextHops(judged, director).anyMatch(judged.vip()::equals))
        .findFirst()
        .flatMap(
            director ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip %s is a next hop in the routes of director %s, which is never a VIP"
                        .formatted(judged.vip(), director.name())));
  }

  private static Stream<IpAddress> nextHops(ServiceCase judged, ClusterNode director) {
    return judged.cluster().report(director.name()).map(LvsNodeStatus::nextHops).stream()
        .flatMap(hops -> hops.stream().flatMap(text -> IpAddress.tryParse(text).stream()));
  }
}
