package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.List;
import java.util.Optional;

/** The refusal of values that this version does not know. */
final class UnknownValues {
  private UnknownValues() {}

  static Optional<Finding> refuse(List<String> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.UNSUPPORTED_VALUE,
            "this version does not know "
                + String.join(", ", values)
                + ": use another value, or update lvs-operator");
  }
}
