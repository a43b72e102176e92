package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** A VIP has one namespace, one group and one mode: those of its oldest accepted service. */
final class VipUnclaimed implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    Claims.Owner self = Claims.Owner.of(judged.service());
    return judged
        .claims()
        .owner(judged.vip())
        .filter(owner -> !owner.agrees(self))
        .flatMap(
            owner ->
                Finding.refuse(
                    ConditionReasons.VIP_IN_USE,
                    "%s belongs to LvsService %s (group %s, mode %s), which had it first: services that"
                            .formatted(judged.vip(), owner.service(), owner.group(), owner.mode())
                        + " share a VIP share namespace, group and mode"));
  }
}
