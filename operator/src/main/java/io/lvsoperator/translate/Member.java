package io.lvsoperator.translate;

import io.lvsoperator.model.Eligibility;
import io.lvsoperator.translate.policy.Verdict;

/**
 * A RealServer in a service that selects it.
 *
 * @param realServer the RealServer
 * @param verdict whether it can serve there: {@code ResolvedRefs} of this server alone
 * @param eligibility whether its node has its part in place
 */
public record Member(RealServerVerdict realServer, Verdict verdict, Eligibility eligibility) {
  /** {@return whether it gets new connections} */
  public boolean isEligible() {
    return verdict.accepted() && eligibility == Eligibility.IN_PLACE && realServer.weight() > 0;
  }
}
