package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** A VIP must not take what the cluster itself lives by. */
final class VipOutsideCluster implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return ReservedAddress.ofCluster(judged.vip(), judged.cluster())
        .flatMap(what -> neverAVip(judged, what));
  }

  static Optional<Finding> neverAVip(ServiceCase judged, String what) {
    return Finding.refuse(
        ConditionReasons.NOT_ALLOWED,
        "spec.vip " + judged.vip() + " is " + what + ", which is never a VIP");
  }
}
