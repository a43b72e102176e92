package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.status.Conditions;
import io.lvsoperator.translate.GroupVerdict;
import io.lvsoperator.translate.Pause;
import io.lvsoperator.translate.Translation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a DirectorGroup. Pure. */
final class GroupReport {
  /** The schema's bounds. */
  private static final int MOST_DIRECTORS = 256;

  private static final int LONGEST_SUMMARY = 1024;

  private final GroupVerdict verdict;
  private final Translation translation;
  private final Conditions make;

  GroupReport(GroupVerdict verdict, Translation translation, Instant now) {
    this.verdict = verdict;
    this.translation = translation;
    make =
        Conditions.after(verdict.group().status().conditions(), verdict.group().generation(), now);
  }

  DirectorGroupStatus status() {
    return new DirectorGroupStatus(
        Optional.of(verdict.group().generation()),
        Stream.concat(Stream.of(accepted(), ready()), paused().stream()).toList(),
        verdict.directors().stream().limit(MOST_DIRECTORS).toList(),
        summary(verdict.directors()),
        verdict.holder(),
        summary(vips()),
        Optional.empty());
  }

  private List<String> vips() {
    String name = verdict.group().name().name();
    return translation.services().stream()
        .filter(service -> service.inForce())
        .map(service -> service.service().spec())
        .filter(spec -> spec.directorGroupName().equals(name))
        .map(spec -> spec.vip())
        .distinct()
        .sorted()
        .toList();
  }

  /** All of them where they fit, else how many. */
  private static Optional<String> summary(List<String> names) {
    String all = String.join(",", names);
    return Optional.of(all.length() <= LONGEST_SUMMARY ? all : names.size() + " in all")
        .filter(text -> !text.isEmpty());
  }

  private Condition accepted() {
    return verdict
        .verdict()
        .refusal()
        .map(
            refusal ->
                make.condition(
                    ConditionTypes.ACCEPTED,
                    ConditionStatus.FALSE,
                    refusal.reason(),
                    refusal.message()))
        .orElseGet(
            () ->
                make.condition(
                    ConditionTypes.ACCEPTED, ConditionStatus.TRUE, ConditionReasons.ACCEPTED, ""));
  }

  private Optional<Condition> paused() {
    Pause pause = Pause.of(verdict.group());
    if (pause.holds()) {
      return Optional.of(
          make.condition(
              ConditionTypes.PAUSED,
              ConditionStatus.TRUE,
              ConditionReasons.PAUSED,
              "its directors, and the nodes of its services' real servers, change nothing in their"
                  + " kernels"));
    }
    return pause.ignored().isEmpty()
        ? Optional.empty()
        : Optional.of(
            make.condition(
                ConditionTypes.PAUSED,
                ConditionStatus.FALSE,
                ConditionReasons.UNSUPPORTED_VALUE,
                String.join("; ", pause.ignored())));
  }

  private Condition ready() {
    Optional<String> holder = verdict.holder();
    if (holder.isEmpty()) {
      return make.condition(
          ConditionTypes.READY,
          ConditionStatus.FALSE,
          ConditionReasons.NO_DIRECTORS,
          "no Node has the labels of spec.nodeSelector");
    }
    return translation
        .cluster()
        .report(holder.get())
        .map(report -> ready(holder.get(), report))
        .orElseGet(
            () ->
                make.condition(
                    ConditionTypes.READY,
                    ConditionStatus.UNKNOWN,
                    ConditionReasons.PENDING,
                    "the agent on Node " + holder.get() + " has not reported yet"));
  }

  private Condition ready(String holder, LvsNodeStatus report) {
    if (report.agentIsSilent()) {
      return make.condition(
          ConditionTypes.READY,
          ConditionStatus.UNKNOWN,
          ConditionReasons.AGENT_SILENT,
          "director " + holder + ": " + Liveness.SILENT);
    }
    Optional<Condition> unwell =
        report
            .condition(ConditionTypes.READY)
            .filter(c -> c.status().is(ConditionStatus.FALSE) && !c.reason().isEmpty());
    return unwell.isPresent()
        ? make.condition(
            ConditionTypes.READY,
            ConditionStatus.FALSE,
            unwell.get().reason(),
            "director " + holder + ": " + unwell.get().message())
        : make.condition(
            ConditionTypes.READY, ConditionStatus.TRUE, ConditionReasons.READY, who(holder));
  }

  /** One director is active; the others must know that they are not. */
  private String who(String holder) {
    int others = verdict.directors().size() - 1;
    return others == 0
        ? holder + " holds the VIPs"
        : holder
            + " holds the VIPs, because its Node is the oldest; "
            + others
            + " more stand by until directors can share VIPs";
  }
}
