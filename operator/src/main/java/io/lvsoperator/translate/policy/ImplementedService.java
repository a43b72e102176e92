package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.model.Family;
import java.util.Optional;

/** Values of the API that this version knows but can't carry out yet. */
final class ImplementedService implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.spec().mode().is(ServiceMode.TUN) && judged.vip().family() == Family.IPV6
        ? notYet("spec.mode TUN with an IPv6 VIP, " + judged.vip(), "NAT, FULLNAT or DR")
        : Optional.empty();
  }

  private static Optional<Finding> notYet(String value, String instead) {
    return Finding.refuse(
        ConditionReasons.UNSUPPORTED_VALUE,
        "this version does not support " + value + " yet: use " + instead);
  }
}
