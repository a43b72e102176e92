package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** A VIP is an address that a host can have. */
final class VipIsUnicast implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return AddressKind.notUnicast(judged.vip())
        .flatMap(
            kind ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip " + judged.vip() + " is " + kind + ", which is never a VIP"));
  }
}
