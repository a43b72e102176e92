package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.NodeIpvsOption;
import io.lvsoperator.api.v1alpha1.OptionReason;
import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.plan.KernelOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a director says about the options of its ipvs. */
final class OptionReports {
  private final PassResult result;

  OptionReports(PassResult result) {
    this.result = result;
  }

  List<NodeIpvsOption> list() {
    return KernelOptions.choices(
            result.intent().ipvs(),
            result.observed(),
            result.ownership(),
            result.desired().servers())
        .stream()
        .map(
            choice ->
                new NodeIpvsOption(
                    choice.option().toString(),
                    effective(choice.option()),
                    Lenient.of(reason(choice.reason())),
                    choice.group()))
        .toList();
  }

  private String effective(IpvsOption option) {
    Optional<String> value = option.sysctl().map(result.observed().sysctls()::get);
    return value
        .or(() -> option.timeout().map(result.observed().timeouts()::get).map(String::valueOf))
        .orElse("");
  }

  private static OptionReason reason(KernelOptions.Reason reason) {
    return switch (reason) {
      case GROUP -> OptionReason.GROUP;
      case DEFAULT -> OptionReason.DEFAULT;
      case UNTOUCHED -> OptionReason.UNTOUCHED;
      case FOREIGN_VIRTUAL_SERVERS -> OptionReason.FOREIGN_VIRTUAL_SERVERS;
      case NOT_IN_KERNEL -> OptionReason.NOT_IN_KERNEL;
    };
  }

  /** Where two groups of this node want different values, which they are; empty if none do. */
  Optional<String> disagreement() {
    List<String> all = new ArrayList<>();
    result
        .intent()
        .ipvs()
        .wishes()
        .forEach(
            (option, wish) -> {
              if (!wish.overruled().isEmpty()) {
                all.add(text(option, wish));
              }
            });
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "this node is in several DirectorGroups that want different options of its kernel, and"
                + " follows the oldest: "
                + String.join("; ", all));
  }

  private static String text(IpvsOption option, IpvsOptions.Wish wish) {
    return "%s is %d by %s, not %s"
        .formatted(
            option,
            wish.value(),
            wish.group(),
            wish.overruled().stream()
                .map(other -> other.value() + " by " + other.group())
                .collect(Collectors.joining(", ")));
  }
}
