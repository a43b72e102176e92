package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.Family;
import java.util.Optional;

/** A real server is of its service's address family. */
final class SameFamily implements Policy<MemberCase> {
  @Override
  public Optional<Finding> judge(MemberCase judged) {
    Family vip = judged.service().vip().family();
    return vip == judged.address().family()
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.ADDRESS_FAMILY_MISMATCH,
            "%s is not of the family of the VIP %s"
                .formatted(judged.address(), judged.service().vip()));
  }
}
