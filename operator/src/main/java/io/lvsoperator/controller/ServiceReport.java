package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.status.Conditions;
import io.lvsoperator.translate.ServiceVerdict;
import io.lvsoperator.translate.policy.Finding;
import io.lvsoperator.translate.snapshot.Cluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The status of an LvsService. Pure: the verdict and the director's report in, the status out.
 *
 * <p>What a director has reported is about a generation of the service; {@code Programmed} and
 * {@code Ready} carry that one. So an edit does not make a working service unready, and whoever
 * waits for the new generation sees when it has arrived.
 */
final class ServiceReport {
  /** What the director's kernel says against a service itself. */
  private static final Set<String> AGAINST_THE_SERVICE =
      Set.of(
          ConditionReasons.PORT_IN_USE,
          ConditionReasons.ADDRESS_IN_USE,
          ConditionReasons.NOT_ALLOWED);

  /** What a refusal says besides, while an earlier spec is in force. */
  static final String KEPT = " (the last accepted spec stays in force)";

  /** So many real servers are named in a message; the rest is counted. */
  private static final int NAMED = 8;

  private final ServiceVerdict verdict;
  private final LvsServiceSpec spec;
  private final HolderView director;
  private final List<MemberView> members;
  private final Conditions make;
  private final Conditions makeReported;

  ServiceReport(ServiceVerdict verdict, Cluster cluster, Instant now) {
    this.verdict = verdict;
    spec = verdict.service().spec();
    director = HolderView.of(verdict, cluster);
    members =
        verdict.members().stream()
            .map(m -> new MemberView(verdict.service().name(), m, director, cluster))
            .toList();
    long generation = verdict.service().generation();
    make = Conditions.after(verdict.service().status().conditions(), generation, now);
    makeReported =
        make.about(
            director
                .entry()
                .filter(_ -> verdict.verdict().accepted() || isKept())
                .flatMap(NodeService::observedGeneration)
                .map(reported -> Math.min(reported, generation))
                .orElse(generation));
  }

  LvsServiceStatus status() {
    Condition accepted = accepted();
    Condition resolved = resolvedRefs(accepted);
    Condition programmed = programmed(accepted);
    List<Condition> conditions = new ArrayList<>(List.of(accepted, resolved, programmed));
    conditions.add(ready(accepted, programmed));
    if (programmed.holds() && verdict.inForce()) {
      conditions.add(degraded());
    }
    return new LvsServiceStatus(
        Optional.of(makeReported.generation()),
        conditions,
        vip(accepted),
        ports(),
        verdict.inForce() ? Optional.of(realServers()) : Optional.empty(),
        director.holder().filter(holder -> vip(accepted).filter(this::isHeld).isPresent()),
        Optional.empty());
  }

  /** The VIP in the data plane; a controller that has just begun may know it from before only. */
  private Optional<String> vip(Condition accepted) {
    if (accepted.holds() || verdict.isLastAccepted()) {
      return Optional.of(spec.vip());
    }
    return isKept() ? verdict.service().status().vip() : Optional.empty();
  }

  /** Whether an earlier spec than the one that is refused is in force, here or by the report. */
  private boolean isKept() {
    return !verdict.verdict().accepted()
        && (verdict.isLastAccepted() || director.entry().filter(HolderView::keeps).isPresent());
  }

  private boolean isHeld(String vip) {
    return IpAddress.tryParse(vip).filter(director::hasVip).isPresent();
  }

  private Condition accepted() {
    Optional<Finding.Refusal> refusal = verdict.verdict().refusal();
    if (refusal.isPresent()) {
      return make.condition(
          ConditionTypes.ACCEPTED,
          ConditionStatus.FALSE,
          refusal.get().reason(),
          refusal.get().message() + (isKept() ? KEPT : ""));
    }
    return director
        .entry()
        .filter(entry -> entry.programmed().is(ConditionStatus.FALSE))
        .filter(entry -> AGAINST_THE_SERVICE.contains(entry.reason()))
        .filter(entry -> makeReported.generation() == make.generation())
        .map(entry -> directorRefuses(entry))
        .orElseGet(
            () ->
                make.condition(
                    ConditionTypes.ACCEPTED,
                    ConditionStatus.TRUE,
                    ConditionReasons.ACCEPTED,
                    String.join("; ", verdict.verdict().warnings())));
  }

  private Condition directorRefuses(NodeService entry) {
    return make.condition(
        ConditionTypes.ACCEPTED,
        ConditionStatus.FALSE,
        entry.reason(),
        director.text() + ": " + entry.message());
  }

  private Condition resolvedRefs(Condition accepted) {
    if (!verdict.inForce()) {
      return make.condition(
          ConditionTypes.RESOLVED_REFS,
          ConditionStatus.UNKNOWN,
          accepted.reason(),
          "not looked at while the service is not accepted");
    }
    if (members.isEmpty()) {
      return make.condition(
          ConditionTypes.RESOLVED_REFS,
          ConditionStatus.FALSE,
          ConditionReasons.NO_REAL_SERVERS,
          "no RealServer in namespace "
              + verdict.service().name().namespace()
              + " has the labels of spec.realServerSelector");
    }
    List<MemberView> refused =
        members.stream().filter(m -> !m.member().verdict().accepted()).toList();
    return refused.size() < members.size()
        ? make.condition(
            ConditionTypes.RESOLVED_REFS,
            ConditionStatus.TRUE,
            ConditionReasons.RESOLVED,
            list(refused))
        : make.condition(
            ConditionTypes.RESOLVED_REFS,
            ConditionStatus.FALSE,
            refused.getFirst().state().reason(),
            list(refused));
  }

  private Condition programmed(Condition accepted) {
    if (!accepted.holds() && !isKept()) {
      return make.condition(
          ConditionTypes.PROGRAMMED,
          ConditionStatus.FALSE,
          accepted.reason(),
          "the service is not accepted");
    }
    if (director.holder().isEmpty()) {
      return make.condition(
          ConditionTypes.PROGRAMMED,
          ConditionStatus.FALSE,
          ConditionReasons.NO_DIRECTORS,
          "DirectorGroup " + spec.directorGroupName() + " selects no Node");
    }
    if (director.isSilent()) {
      return makeReported.condition(
          ConditionTypes.PROGRAMMED,
          ConditionStatus.UNKNOWN,
          ConditionReasons.AGENT_SILENT,
          director.text() + ": " + Liveness.SILENT);
    }
    return director
        .entry()
        .map(this::reported)
        .orElseGet(
            () ->
                make.condition(
                    ConditionTypes.PROGRAMMED,
                    ConditionStatus.UNKNOWN,
                    ConditionReasons.PENDING,
                    director.whyNothing()));
  }

  private Condition reported(NodeService entry) {
    String reason = entry.reason().isEmpty() ? ConditionReasons.PENDING : entry.reason();
    String message = entry.message().isEmpty() ? "" : director.text() + ": " + entry.message();
    return makeReported.condition(
        ConditionTypes.PROGRAMMED,
        entry.programmed().value().orElse(ConditionStatus.UNKNOWN),
        reason,
        message);
  }

  private Condition ready(Condition accepted, Condition programmed) {
    if (!accepted.holds() || !programmed.holds()) {
      Condition cause = accepted.holds() ? programmed : accepted;
      return makeReported.condition(
          ConditionTypes.READY, cause.status().known(), cause.reason(), cause.message());
    }
    if (!isHeld(spec.vip())) {
      return notReady(ConditionReasons.PENDING, spec.vip() + " is not on " + director.text());
    }
    if (members.isEmpty()) {
      return notReady(ConditionReasons.NO_REAL_SERVERS, "no RealServer is selected");
    }
    return eligible() == 0
        ? notReady(ConditionReasons.NO_ELIGIBLE_REAL_SERVERS, list(blocked()))
        : makeReported.condition(
            ConditionTypes.READY,
            ConditionStatus.TRUE,
            ConditionReasons.READY,
            realServers() + " real servers are eligible");
  }

  private Condition notReady(String reason, String message) {
    return makeReported.condition(ConditionTypes.READY, ConditionStatus.FALSE, reason, message);
  }

  private Condition degraded() {
    List<MemberView> blocked = blocked();
    return blocked.isEmpty()
        ? makeReported.condition(
            ConditionTypes.DEGRADED, ConditionStatus.FALSE, ConditionReasons.READY, "")
        : makeReported.condition(
            ConditionTypes.DEGRADED,
            ConditionStatus.TRUE,
            blocked.getFirst().state().reason(),
            list(blocked));
  }

  private List<MemberView> blocked() {
    return members.stream().filter(m -> !m.state().eligible()).toList();
  }

  private long eligible() {
    return members.stream().filter(m -> m.state().eligible()).count();
  }

  private String realServers() {
    return eligible() + "/" + members.size();
  }

  private Optional<String> ports() {
    return Optional.of(
            spec.ports().stream().map(ServicePort::summary).collect(Collectors.joining(",")))
        .filter(text -> !text.isEmpty() && text.length() <= 1024);
  }

  private static String list(List<MemberView> members) {
    String named =
        members.stream()
            .limit(NAMED)
            .map(m -> m.name() + ": " + m.state().reason() + ", " + m.state().message())
            .collect(Collectors.joining("; "));
    return members.size() > NAMED ? named + "; and " + (members.size() - NAMED) + " more" : named;
  }
}
