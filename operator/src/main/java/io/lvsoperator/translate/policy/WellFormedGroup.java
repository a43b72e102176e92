package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the schema refuses too, and ranges that are none: they grant nothing. */
final class WellFormedGroup implements Policy<GroupCase> {
  @Override
  public Optional<Finding> judge(GroupCase judged) {
    return Stream.of(ranges(judged.spec()), sources(judged.spec()), ipvs(judged.spec()))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(message -> Finding.refuse(ConditionReasons.INVALID, message));
  }

  private static Optional<String> ranges(DirectorGroupSpec group) {
    List<String> unreadable =
        group.allow().stream()
            .flatMap(
                rule ->
                    Stream.concat(rule.vips().stream(), rule.realServers().stream())
                        .filter(text -> Allowance.range(text).isEmpty())
                        .map(text -> "spec.allow \"" + rule.name() + "\": \"" + text + "\""))
            .toList();
    return unreadable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", unreadable)
                + " is neither a CIDR, nor a range a-b, nor an address; it allows nothing");
  }

  private static Optional<String> sources(DirectorGroupSpec group) {
    return group.sourceAddresses().stream()
        .filter(text -> IpAddress.tryParse(text).isEmpty())
        .findFirst()
        .map(text -> "spec.sourceAddresses: \"" + text + "\" is not an IP address; it is left out");
  }

  private static Optional<String> ipvs(DirectorGroupSpec group) {
    List<String> impossible =
        Arrays.stream(IpvsOption.values())
            .flatMap(
                option ->
                    GroupOptions.value(group, option)
                        .filter(value -> !GroupOptions.isPossible(option, value))
                        .map(value -> option + " " + value)
                        .stream())
            .toList();
    return impossible.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "spec.ipvs: "
                + String.join(", ", impossible)
                + ": a timeout is 1 to 2147483 s, an option 0 or 1; it is left out");
  }
}
