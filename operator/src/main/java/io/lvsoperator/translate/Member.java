package io.lvsoperator.translate;

import io.lvsoperator.model.Eligibility;
import io.lvsoperator.translate.policy.Verdict;
import java.util.Optional;

/**
 * A RealServer in a service that selects it.
 *
 * @param realServer the RealServer
 * @param verdict whether it can serve there: {@code ResolvedRefs} of this server alone
 * @param eligibility whether its node has acknowledged what it needs there
 * @param attachment the id of that, where the node was asked for it
 */
public record Member(
    RealServerVerdict realServer,
    Verdict verdict,
    Eligibility eligibility,
    Optional<String> attachment) {}
