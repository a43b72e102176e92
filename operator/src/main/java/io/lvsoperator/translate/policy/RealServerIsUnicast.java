package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** A real server's address is one that a host can have. */
final class RealServerIsUnicast implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    return AddressKind.notUnicast(judged.address())
        .flatMap(
            kind ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.address "
                        + judged.address()
                        + " is "
                        + kind
                        + ", which is never a real server's"));
  }
}
