package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.AllowRule;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.List;
import java.util.Optional;

/** A VIP is a privilege: a rule of the group must grant it to the namespace. */
final class VipAllowed implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    List<AllowRule> rules = judged.rules();
    String namespace = judged.service().name().namespace();
    if (rules.isEmpty()) {
      return Finding.refuse(
          ConditionReasons.NOT_ALLOWED,
          judged.groupText() + " has no allow rule for namespace " + namespace);
    }
    return rules.stream().anyMatch(rule -> Allowance.grants(rule.vips(), judged.vip()))
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.NOT_ALLOWED,
            "%s allows namespace %s the VIPs %s, not %s"
                .formatted(
                    judged.groupText(),
                    namespace,
                    Allowance.text(rules, AllowRule::vips),
                    judged.vip()));
  }
}
