package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.Optional;

/** A real server that an agent sets up is a Node. */
final class NodeExists implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    return !judged.isManaged() || judged.node().isPresent()
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.NODE_NOT_FOUND,
            judged
                    .spec()
                    .nodeName()
                    .map(name -> "there is no Node " + name)
                    .orElse("no Node has the address " + judged.address())
                + ": for a machine outside the cluster set management to External");
  }
}
