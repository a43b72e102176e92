package io.lvsoperator.agent;

import io.lvsoperator.model.Cause;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.Standing;
import java.time.Instant;
import java.util.List;

/**
 * What came of a pass.
 *
 * @param at when it began
 * @param intent what was wanted
 * @param desired how the node shall be
 * @param observed what stands in the kernel after it
 * @param ownership what is ours after it
 * @param standing what of the plan stands after it
 * @param report its changes
 */
public record PassResult(
    Instant at,
    Intent intent,
    Desired desired,
    Observed observed,
    Ownership ownership,
    Standing standing,
    Report report) {
  /** {@return those of its changes that put back what somebody undid} */
  public List<Change> drift() {
    return report.entries().stream()
        .filter(entry -> entry.cause() == Cause.DRIFT)
        .filter(entry -> entry.result() instanceof Report.Result.Applied)
        .map(Report.Entry::change)
        .toList();
  }
}
