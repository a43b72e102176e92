package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A text in an allow rule that is no range grants nothing, and its writer should know. */
final class WellFormedGroup implements Policy<GroupCase> {
  @Override
  public Optional<Finding> judge(GroupCase judged) {
    List<String> unreadable =
        judged.group().spec().allow().stream()
            .flatMap(
                rule ->
                    Stream.concat(rule.vips().stream(), rule.realServers().stream())
                        .filter(text -> Allowance.range(text).isEmpty())
                        .map(text -> "\"" + text + "\" (rule " + rule.name() + ")"))
            .toList();
    return unreadable.isEmpty()
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.INVALID,
            String.join(", ", unreadable)
                + ": neither a CIDR, nor a range a-b, nor an address; it allows nothing");
  }
}
