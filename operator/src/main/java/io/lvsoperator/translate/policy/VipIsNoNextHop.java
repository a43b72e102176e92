package io.lvsoperator.translate.policy;

import java.util.Optional;

/** A VIP is not a gateway: a director that took its own would cut itself off. */
final class VipIsNoNextHop implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.directors().stream()
        .flatMap(d -> ReservedAddress.nextHop(judged.vip(), judged.cluster(), d).stream())
        .findFirst()
        .flatMap(what -> VipOutsideCluster.neverAVip(judged, what));
  }
}
