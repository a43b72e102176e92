package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.AllowRule;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.List;
import java.util.Optional;

/** A rule of the group must grant the real server's address to the namespace. */
final class RealServerAllowed implements Policy<MemberCase> {
  @Override
  public Optional<Finding> judge(MemberCase judged) {
    List<AllowRule> rules = judged.service().rules();
    return rules.stream().anyMatch(rule -> Allowance.grants(rule.realServers(), judged.address()))
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.NOT_ALLOWED,
            "%s allows namespace %s the real servers %s, not %s"
                .formatted(
                    judged.service().groupText(),
                    judged.service().service().name().namespace(),
                    Allowance.text(rules, AllowRule::realServers),
                    judged.address()));
  }
}
