package io.lvsoperator.agent;

import io.lvsoperator.agent.Report.Entry;
import io.lvsoperator.agent.Report.Result;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.SchedulerUnavailableException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries changes out, each noted in the journal before the kernel is touched. One failure does not
 * stop the rest, except for what would be harmful without it: each change says what it requires.
 */
public final class Execution {
  private final ChangeApplier applier;
  private final Journal journal;
  private final DriftWatch.Verdict verdict;

  /** What is missing by now, and why. */
  private final Map<Subject, String> failures = new HashMap<>();

  /**
   * Makes one for one pass.
   *
   * @param applier carries a change out
   * @param journal notes it
   * @param verdict which changes are repairs, and which of those shall not be made now
   */
  public Execution(ChangeApplier applier, Journal journal, DriftWatch.Verdict verdict) {
    this.applier = applier;
    this.journal = journal;
    this.verdict = verdict;
  }

  /** Carries these changes out in this order and says what came of each. */
  public Report carryOut(List<Change> changes) {
    List<Entry> entries = new ArrayList<>();
    for (Change change : changes) {
      Optional<String> obstacle = obstacle(change).or(() -> verdict.objection(change));
      Result result = obstacle.<Result>map(Result.Skipped::new).orElseGet(() -> carryOut(change));
      remember(change, result);
      entries.add(new Entry(change, verdict.cause(change), result));
    }
    return new Report(entries);
  }

  private Result carryOut(Change planned) {
    Change change = planned;
    try {
      change = applier.asOfNow(planned);
      journal.before(change);
      applier.apply(change);
      journal.after(change);
      return new Result.Applied();
    } catch (KernelException e) {
      return refused(change, e);
    } catch (RuntimeException e) { // of whatever kind: the other changes go on
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      return new Result.Failed(NodeConditions.KERNEL_REFUSED, why);
    }
  }

  private Result refused(Change change, KernelException e) {
    String reason =
        e instanceof SchedulerUnavailableException
            ? ConditionReasons.SCHEDULER_UNAVAILABLE
            : NodeConditions.KERNEL_REFUSED;
    try {
      journal.refused(change, e);
      return new Result.Failed(reason, e.getMessage());
    } catch (RuntimeException alsoJournal) {
      return new Result.Failed(reason, e.getMessage() + "; " + alsoJournal.getMessage());
    }
  }

  private Optional<String> obstacle(Change change) {
    return change.requires().stream()
        .filter(failures::containsKey)
        .findFirst()
        .or(() -> withoutAny(change.requiresOneOf()))
        .map(failures::get);
  }

  private Optional<Subject> withoutAny(Set<Subject> oneOf) {
    return failures.keySet().containsAll(oneOf) ? oneOf.stream().findFirst() : Optional.empty();
  }

  private void remember(Change change, Result result) {
    String why =
        switch (result) {
          case Result.Applied _ -> "";
          case Result.Failed failed -> failed.why();
          case Result.Skipped skipped -> skipped.why();
          case Result.Paused paused -> paused.why();
        };
    if (!why.isEmpty()) {
      change.provides().forEach(subject -> failures.put(subject, why));
    }
  }
}
