package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.model.IpAddress;
import java.util.Optional;

/** What the schema refuses too; objects from files never met it. */
final class WellFormedRealServer implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    RealServerSpec spec = judged.spec();
    if (IpAddress.tryParse(spec.address()).isEmpty()) {
      return Finding.refuse(
          ConditionReasons.INVALID, "spec.address \"" + spec.address() + "\" is not an IP address");
    }
    if (spec.weight() < 0 || spec.weight() > 65535) {
      return Finding.refuse(
          ConditionReasons.INVALID, "spec.weight " + spec.weight() + " is not from 0 to 65535");
    }
    int upper = spec.upperThreshold().orElse(0);
    int lower = spec.lowerThreshold().orElse(0);
    if (upper < 0 || lower < 0) {
      return Finding.refuse(
          ConditionReasons.INVALID, "spec.upperThreshold and spec.lowerThreshold are 0 or more");
    }
    // The kernel answers ERANGE.
    return lower > upper
        ? Finding.refuse(
            ConditionReasons.INVALID,
            "spec.lowerThreshold %d needs an upperThreshold that is not below it".formatted(lower))
        : Optional.empty();
  }
}
