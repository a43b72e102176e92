package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.RealServerServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.status.Conditions;
import io.lvsoperator.translate.RealServerVerdict;
import io.lvsoperator.translate.policy.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of a RealServer. Pure. */
final class RealServerReport {
  /** The schema's bound on the list of services. */
  private static final int MOST_SERVICES = 256;

  private final RealServerVerdict verdict;
  private final List<MemberView> memberships;
  private final Instant now;

  /**
   * A report to be made.
   *
   * @param memberships the accepted services that select it
   */
  RealServerReport(RealServerVerdict verdict, List<MemberView> memberships, Instant now) {
    this.verdict = verdict;
    this.memberships =
        memberships.stream().sorted(Comparator.comparing(MemberView::service)).toList();
    this.now = now;
  }

  RealServerStatus status() {
    Conditions make = after(verdict.server().status().conditions());
    return new RealServerStatus(
        Optional.of(verdict.server().generation()),
        List.of(accepted(make), ready(make)),
        verdict.node(),
        memberships.stream().limit(MOST_SERVICES).map(this::service).toList(),
        Optional.empty());
  }

  private Conditions after(List<Condition> previous) {
    return Conditions.after(previous, verdict.server().generation(), now);
  }

  private RealServerServiceStatus service(MemberView membership) {
    String name = membership.service().name();
    List<Condition> previous =
        verdict.server().status().services().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .map(RealServerServiceStatus::conditions)
            .orElse(List.of());
    return new RealServerServiceStatus(name, membership.conditions(after(previous)));
  }

  private Condition accepted(Conditions make) {
    return verdict
        .verdict()
        .refusal()
        .map(refusal -> refused(make, ConditionTypes.ACCEPTED, refusal))
        .orElseGet(
            () ->
                make.condition(
                    ConditionTypes.ACCEPTED,
                    ConditionStatus.TRUE,
                    ConditionReasons.ACCEPTED,
                    warnings()));
  }

  private String warnings() {
    return Stream.concat(
            verdict.verdict().warnings().stream(), verdict.maintenance().ignored().stream())
        .collect(Collectors.joining("; "));
  }

  private Condition refused(Conditions make, String type, Finding.Refusal refusal) {
    return make.condition(
        type,
        ConditionStatus.FALSE,
        refusal.reason(),
        refusal.message() + (verdict.isLastAccepted() ? ServiceReport.KEPT : ""));
  }

  /** It is ready where nothing is left to be done: also when its owner drains it. */
  private Condition ready(Conditions make) {
    Optional<Finding.Refusal> refusal = verdict.verdict().refusal();
    if (refusal.isPresent()) {
      return refused(make, ConditionTypes.READY, refusal.get());
    }
    if (memberships.isEmpty()) {
      return ready(make, ConditionReasons.NOT_SELECTED, "no accepted LvsService selects it");
    }
    Optional<String> silence =
        memberships.stream().flatMap(membership -> membership.silence().stream()).findFirst();
    if (silence.isPresent()) {
      return make.condition(
          ConditionTypes.READY,
          ConditionStatus.UNKNOWN,
          ConditionReasons.AGENT_SILENT,
          silence.get());
    }
    return memberships.stream()
        .filter(RealServerReport::isBlocked)
        .findFirst()
        .map(membership -> blocked(make, membership))
        .orElseGet(() -> ready(make, memberships.getFirst().state()));
  }

  private static boolean isBlocked(MemberView membership) {
    MemberView.State state = membership.state();
    return !state.eligible()
        && !state.reason().equals(ConditionReasons.DRAINING)
        && !state.reason().equals(ConditionReasons.DRAINED)
        && !state.reason().equals(ConditionReasons.OUT_OF_SERVICE);
  }

  private static Condition blocked(Conditions make, MemberView membership) {
    MemberView.State state = membership.state();
    return make.condition(
        ConditionTypes.READY,
        ConditionStatus.FALSE,
        state.reason(),
        "in LvsService " + membership.service().name() + ": " + state.message());
  }

  private static Condition ready(Conditions make, MemberView.State state) {
    return ready(make, state.reason(), state.message());
  }

  private static Condition ready(Conditions make, String reason, String message) {
    return make.condition(ConditionTypes.READY, ConditionStatus.TRUE, reason, message);
  }
}
