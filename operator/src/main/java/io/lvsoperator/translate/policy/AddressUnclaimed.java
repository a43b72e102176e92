package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** An address is one RealServer's, in the whole cluster: the oldest's. */
final class AddressUnclaimed implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    return judged
        .claims()
        .realServer(judged.address())
        .flatMap(
            owner ->
                Finding.refuse(
                    ConditionReasons.DUPLICATE_ADDRESS,
                    "%s is the address of RealServer %s, which had it first: select that one"
                        .formatted(judged.address(), owner)));
  }
}
