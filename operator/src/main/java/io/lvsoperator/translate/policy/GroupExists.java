package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** Somebody must carry the VIP. */
final class GroupExists implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.group().isPresent()
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.GROUP_NOT_FOUND,
            "there is no "
                + judged.groupText()
                + ": an administrator creates it, or spec.directorGroupName names another");
  }
}
