package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.status.Transition;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one condition of an LvsNode that is not its agent's to write: whether that agent is alive.
 * Pure.
 *
 * @param words what is known of each agent, by its node
 * @param now the time of this pass
 */
record Liveness(Map<String, Heartbeats.Word> words, Instant now) {
  /** Says the same in a message about anything that depends on the agent. */
  static final String SILENT =
      "its agent has not renewed its Lease for "
          + Heartbeats.SILENCE.toSeconds()
          + " s: what it reported last may be out of date, and stays in force";

  private static final String NO_LEASE =
      "its agent has no Lease in the namespace %s: it is an older one, or may not write it"
          .formatted(Leases.NAMESPACE);

  Liveness {
    words = Map.copyOf(words);
  }

  /** {@return these reports with what is known now; an unreported one says nothing at all} */
  Map<String, LvsNodeStatus> in(Map<String, LvsNodeStatus> reports) {
    Map<String, LvsNodeStatus> now = new HashMap<>();
    reports.forEach((node, report) -> now.put(node, in(node, report)));
    return now;
  }

  private LvsNodeStatus in(String node, LvsNodeStatus report) {
    LvsNodeStatus agents = report.byAgent();
    if (agents.equals(LvsNodeStatus.empty())) {
      return agents;
    }
    List<Condition> all = new java.util.ArrayList<>(agents.conditions());
    condition(node, report).ifPresent(all::add);
    return agents.withConditions(all);
  }

  private Optional<Condition> condition(String node, LvsNodeStatus report) {
    Optional<Condition> published = report.condition(ConditionTypes.AGENT_ALIVE);
    return switch (words.getOrDefault(node, Heartbeats.Word.UNDECIDED)) {
      case UNDECIDED -> published;
      case ALIVE ->
          Optional.of(condition(published, ConditionStatus.TRUE, ConditionReasons.RENEWING, ""));
      case SILENT ->
          Optional.of(
              condition(published, ConditionStatus.UNKNOWN, ConditionReasons.AGENT_SILENT, SILENT));
      case NO_LEASE ->
          Optional.of(
              condition(published, ConditionStatus.UNKNOWN, ConditionReasons.NO_LEASE, NO_LEASE));
    };
  }

  private Condition condition(
      Optional<Condition> published, ConditionStatus status, String reason, String message) {
    Instant since =
        published
            .filter(old -> old.status().is(status))
            .map(Condition::lastTransitionTime)
            .orElse(now);
    return new Condition(
        ConditionTypes.AGENT_ALIVE, Lenient.of(status), Optional.empty(), since, reason, message);
  }

  /** {@return the part of a report that the controller writes} */
  static LvsNodeStatus own(LvsNodeStatus report) {
    return LvsNodeStatus.empty()
        .withConditions(report.condition(ConditionTypes.AGENT_ALIVE).stream().toList());
  }

  /**
   * {@return what is to be published, changed or not}
   *
   * @param before the reports as they are published
   * @param after the same with what is known now
   * @param uids of the LvsNodes, by name
   */
  static List<Publication> publications(
      Map<String, LvsNodeStatus> before,
      Map<String, LvsNodeStatus> after,
      Map<String, String> uids) {
    return after.entrySet().stream()
        .filter(node -> node.getValue().condition(ConditionTypes.AGENT_ALIVE).isPresent())
        .map(node -> publication(node.getKey(), before, node.getValue(), uids))
        .sorted(Comparator.comparing(Publication::name))
        .toList();
  }

  private static Publication publication(
      String node,
      Map<String, LvsNodeStatus> before,
      LvsNodeStatus report,
      Map<String, String> uids) {
    LvsNodeStatus was = own(before.get(node));
    LvsNodeStatus is = own(report);
    return new Publication(
        "LvsNode",
        new ServiceRef("", node),
        uids.getOrDefault(node, ""),
        was,
        is,
        Transition.between(was.conditions(), is.conditions()));
  }
}
