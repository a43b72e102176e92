package io.lvsoperator.translate.policy;

import java.util.Optional;

/**
 * A VIP is not the broadcast address of a subnet on a director, nor, in IPv6, the address that all
 * routers of it have.
 */
final class VipIsNoBroadcast implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.directors().stream()
        .flatMap(d -> ReservedAddress.broadcast(judged.vip(), judged.cluster(), d).stream())
        .findFirst()
        .flatMap(what -> VipOutsideCluster.neverAVip(judged, what));
  }
}
