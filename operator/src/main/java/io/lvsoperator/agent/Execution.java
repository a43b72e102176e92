package io.lvsoperator.agent;

import io.lvsoperator.agent.Report.Entry;
import io.lvsoperator.agent.Report.Result;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.Answer;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.SchedulerUnavailableException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Carries changes out in runs, each noted in the journal before the kernel is touched and after it
 * has answered. One failure does not stop the rest, except for what would be harmful without it:
 * each change says what it requires.
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
    Map<Integer, Result> results = new HashMap<>();
    Run run = new Run();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!run.takes(change)) {
        carryOut(run, results);
        run = new Run();
      }
      Optional<String> obstacle = obstacle(change).or(() -> verdict.objection(change));
      if (obstacle.isPresent()) {
        results.put(i, remember(change, new Result.Skipped(obstacle.get())));
      } else {
        run.add(i, applier.asOfNow(change));
      }
    }
    carryOut(run, results);
    return new Report(
        IntStream.range(0, changes.size())
            .mapToObj(i -> entry(changes.get(i), results.get(i)))
            .toList());
  }

  private Entry entry(Change change, Result result) {
    return new Entry(change, verdict.cause(change), result);
  }

  private void carryOut(Run run, Map<Integer, Result> results) {
    List<Result> came = results(run.changes());
    for (int i = 0; i < came.size(); i++) {
      results.put(run.places().get(i), remember(run.changes().get(i), came.get(i)));
    }
  }

  private List<Result> results(List<Change> run) {
    if (run.isEmpty()) {
      return List.of();
    }
    List<Answer> answers;
    try {
      journal.before(run);
      answers = applier.apply(run);
    } catch (RuntimeException e) { // of whatever kind: the other changes go on
      return Collections.nCopies(run.size(), failed(e));
    }
    List<Result> results = answers.stream().map(Execution::result).toList();
    try {
      noteAfter(run, answers);
      return results;
    } catch (RuntimeException e) {
      return results.stream().map(result -> unnoted(result, failed(e))).toList();
    }
  }

  private void noteAfter(List<Change> run, List<Answer> answers) {
    List<Change> done = new ArrayList<>();
    List<Change> refused = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      switch (answers.get(i)) {
        case Answer.Done _ -> done.add(run.get(i));
        case Answer.Refused(KernelException why) -> {
          if (!why.errno().isEmpty()) { // without an errno nobody knows what the kernel did
            refused.add(run.get(i));
          }
        }
      }
    }
    journal.after(done, refused);
  }

  private static Result.Failed failed(RuntimeException e) {
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    return new Result.Failed(NodeConditions.KERNEL_REFUSED, why);
  }

  private static Result result(Answer answer) {
    return switch (answer) {
      case Answer.Done _ -> new Result.Applied();
      case Answer.Refused(SchedulerUnavailableException why) ->
          new Result.Failed(ConditionReasons.SCHEDULER_UNAVAILABLE, why.getMessage());
      case Answer.Refused(KernelException why) -> failed(why);
    };
  }

  /** What the kernel said, and that the journal does not have it. */
  private static Result unnoted(Result result, Result.Failed journal) {
    return result instanceof Result.Failed(String reason, String why)
        ? new Result.Failed(reason, why + "; " + journal.why())
        : journal;
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

  private Result remember(Change change, Result result) {
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
    return result;
  }
}
