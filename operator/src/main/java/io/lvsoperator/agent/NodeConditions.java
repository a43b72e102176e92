package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.model.Change;
import io.lvsoperator.translate.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The conditions of an {@code LvsNode}. */
final class NodeConditions {
  /** The kernel, or the journal, did not do what was asked of it. */
  static final String KERNEL_REFUSED = "KernelRefused";

  /** Type: somebody keeps undoing what we put in place. Absent while nobody does. */
  static final String CONTESTED = "Contested";

  private static final int LONGEST_MESSAGE = 8192;

  private final PassResult result;
  private final SortedMap<String, Integer> contested;
  private final Optional<Doubt> doubt;
  private final Pause pause;
  private final Omitted omitted;

  NodeConditions(
      PassResult result,
      SortedMap<String, Integer> contested,
      Optional<Doubt> doubt,
      Pause pause,
      Omitted omitted) {
    this.result = result;
    this.contested = contested;
    this.doubt = doubt;
    this.pause = pause;
    this.omitted = omitted;
  }

  /** Why this change was not carried out, with the command. */
  static String why(Report.Entry entry) {
    return switch (entry.result()) {
      case Report.Result.Applied _ -> "";
      case Report.Result.Failed failed -> failed.why();
      case Report.Result.Skipped skipped ->
          entry.change().command() + ": not tried: " + skipped.why();
      case Report.Result.Paused paused -> entry.change().command() + ": waits: " + paused.why();
    };
  }

  /** The reason of a condition that says why this change was not carried out. */
  static String reason(Report.Entry entry) {
    return switch (entry.result()) {
      case Report.Result.Failed failed -> failed.reason();
      case Report.Result.Paused _ -> ConditionReasons.PAUSED;
      case Report.Result.Applied _, Report.Result.Skipped _ -> KERNEL_REFUSED;
    };
  }

  /** The conditions now; one whose status has not changed keeps its time. */
  List<Condition> since(List<Condition> previous) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(keepTime(ready(), previous));
    quarrel().ifPresent(condition -> conditions.add(keepTime(condition, previous)));
    disagreement().ifPresent(condition -> conditions.add(keepTime(condition, previous)));
    doubt
        .map(d -> condition(ConditionTypes.CLUSTER_KNOWN, false, d.reason(), d.message()))
        .ifPresent(condition -> conditions.add(keepTime(condition, previous)));
    paused().ifPresent(condition -> conditions.add(keepTime(condition, previous)));
    omitted
        .text()
        .map(
            text ->
                condition(ConditionTypes.REPORT_COMPLETE, false, ConditionReasons.TOO_LONG, text))
        .ifPresent(condition -> conditions.add(keepTime(condition, previous)));
    return conditions;
  }

  private Condition ready() {
    List<Report.Entry> undone = result.report().undone();
    if (undone.isEmpty()) {
      return condition(ConditionTypes.READY, true, ConditionReasons.READY, "");
    }
    String first = why(undone.getFirst());
    String message = undone.size() == 1 ? first : first + " (and " + (undone.size() - 1) + " more)";
    String reason =
        undone.getFirst().result() instanceof Report.Result.Paused
            ? ConditionReasons.PAUSED
            : KERNEL_REFUSED;
    return condition(ConditionTypes.READY, false, reason, message);
  }

  private Optional<Condition> disagreement() {
    return new OptionReports(result)
        .disagreement()
        .map(
            message ->
                condition(
                    ConditionTypes.GROUPS_AGREE, false, ConditionReasons.OLDER_GROUP, message));
  }

  private Optional<Condition> paused() {
    if (pause.holds()) {
      List<String> waiting = result.report().waiting().stream().map(Change::command).toList();
      String message = pause.text() + "; " + waiting(waiting);
      return Optional.of(condition(ConditionTypes.PAUSED, true, ConditionReasons.PAUSED, message));
    }
    return pause.ignored().isEmpty()
        ? Optional.empty()
        : Optional.of(
            condition(
                ConditionTypes.PAUSED,
                false,
                ConditionReasons.UNSUPPORTED_VALUE,
                String.join("; ", pause.ignored())));
  }

  private static String waiting(List<String> commands) {
    return switch (commands.size()) {
      case 0 -> "no change waits";
      case 1 -> "1 change waits: " + commands.getFirst();
      default -> commands.size() + " changes wait: " + String.join("; ", commands);
    };
  }

  private Optional<Condition> quarrel() {
    if (contested.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "somebody keeps undoing what this agent puts in place; it waits longer and longer between"
            + " repairs of: "
            + String.join("; ", contested.keySet());
    return Optional.of(condition(CONTESTED, true, "KeepsBeingUndone", message));
  }

  private Condition condition(String type, boolean holds, String reason, String message) {
    return new Condition(
        type,
        Lenient.of(holds ? ConditionStatus.TRUE : ConditionStatus.FALSE),
        Optional.empty(),
        result.at(),
        reason,
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
  }

  private static Condition keepTime(Condition now, List<Condition> previous) {
    Instant since =
        previous.stream()
            .filter(old -> old.type().equals(now.type()) && old.status().equals(now.status()))
            .map(Condition::lastTransitionTime)
            .findFirst()
            .orElse(now.lastTransitionTime());
    return new Condition(
        now.type(), now.status(), now.observedGeneration(), since, now.reason(), now.message());
  }
}
