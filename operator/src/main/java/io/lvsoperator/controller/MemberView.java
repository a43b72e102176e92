package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.status.Conditions;
import io.lvsoperator.translate.Member;
import io.lvsoperator.translate.RealServerVerdict;
import io.lvsoperator.translate.policy.Finding;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * How a real server stands in a service.
 *
 * @param service the service
 * @param member the real server there
 * @param director what the service's director says
 * @param cluster everything else
 */
record MemberView(ServiceRef service, Member member, HolderView director, Cluster cluster) {
  /**
   * Whether it gets connections, and why not.
   *
   * @param eligible whether it does
   * @param reason one CamelCase word
   * @param message a sentence
   */
  record State(boolean eligible, String reason, String message) {
    static State not(String reason, String message) {
      return new State(false, reason, message);
    }
  }

  RealServerVerdict server() {
    return member.realServer();
  }

  String name() {
    return server().server().name().name();
  }

  State state() {
    Optional<Finding.Refusal> refusal = member.verdict().refusal();
    if (refusal.isPresent()) {
      return State.not(refusal.get().reason(), refusal.get().message());
    }
    if (server().isOutOfService()) {
      return State.not(
          ConditionReasons.OUT_OF_SERVICE,
          withDrain(
              by().map(what -> "it is out of service by " + what)
                  .orElse("its owner has taken it out of service")));
    }
    if (server().weight() == 0) {
      return drains();
    }
    if (eligibility() == Eligibility.NOT_IN_PLACE) {
      return State.not(ConditionReasons.PENDING, notInPlace());
    }
    return inKernel();
  }

  /** A director does not ask itself: that it sends there is its answer. */
  private Eligibility eligibility() {
    boolean itsOwn = director.holder().equals(server().node());
    boolean sends = director.weight(server().address()).filter(weight -> weight > 0).isPresent();
    return itsOwn && sends ? Eligibility.IN_PLACE : member.eligibility();
  }

  private Optional<String> by() {
    return server().maintenance().by();
  }

  private State drains() {
    String why = "it gets no new connections by " + by().orElse("its owner's wish");
    if (!director.tellsAll()) {
      why += "; " + director.text() + " has more destinations than its report has room for";
    }
    boolean drained =
        director.tellsAll()
            && director.weight(server().address()).filter(weight -> weight == 0).isPresent()
            && director.drain(server().address()).isEmpty();
    return drained
        ? State.not(ConditionReasons.DRAINED, why + "; no connections left on " + director.text())
        : State.not(ConditionReasons.DRAINING, withDrain(why));
  }

  private String withDrain(String why) {
    return director.drain(server().address()).map(left -> why + "; " + left).orElse(why);
  }

  /**
   * Whose silence makes what is known of it old, if somebody is silent: of its node or director.
   */
  Optional<String> silence() {
    if (!member.verdict().accepted()) {
      return Optional.empty();
    }
    if (server().node().flatMap(cluster::report).filter(LvsNodeStatus::agentIsSilent).isPresent()) {
      return Optional.of(node() + ": " + Liveness.SILENT);
    }
    return director.isSilent()
        ? Optional.of(director.text() + ": " + Liveness.SILENT)
        : Optional.empty();
  }

  private String ownerSetsUp() {
    return "its owner sets it up, with what 'lvs-operator plan --real-server %s' prints"
        .formatted(server().server().name());
  }

  private State inKernel() {
    if (director.weight(server().address()).filter(weight -> weight > 0).isPresent()
        || (!director.tellsAll() && eligibility() == Eligibility.IN_PLACE)) {
      return server().isManaged()
          ? new State(true, ConditionReasons.READY, "")
          : new State(true, ConditionReasons.EXTERNAL, ownerSetsUp());
    }
    return State.not(
        ConditionReasons.PENDING,
        eligibility() == Eligibility.UNKNOWN
            ? notAcknowledged()
            : director.text() + " sends it nothing yet");
  }

  /** Its own node may know why it is not in place. */
  private String notInPlace() {
    return nodesWord()
        .map(word -> node() + ": " + word)
        .orElse(
            node()
                + " has booted and not acknowledged yet what "
                + director.text()
                + " asks of it");
  }

  private String notAcknowledged() {
    return node() + " has not acknowledged yet what " + director.text() + " asks of it";
  }

  private Optional<String> nodesWord() {
    return director
        .holder()
        .flatMap(holder -> server().node().flatMap(node -> cluster.request(holder, node)))
        .flatMap(stored -> stored.answer())
        .flatMap(answer -> member.attachment().flatMap(answer::exception))
        .map(why -> why.reason() + ": " + why.message());
  }

  static String text(NodeService entry) {
    return entry.message().isEmpty() ? entry.reason() : entry.reason() + ": " + entry.message();
  }

  private String node() {
    return "Node " + server().node().orElse("?");
  }

  /** Its conditions in this service. */
  List<Condition> conditions(Conditions make) {
    Optional<Finding.Refusal> refusal = member.verdict().refusal();
    State state = state();
    Condition ready =
        unlessSilent(
            make,
            make.condition(
                ConditionTypes.READY,
                state.eligible() ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                state.reason(),
                state.message()));
    if (refusal.isPresent()) {
      return List.of(
          make.condition(
              ConditionTypes.RESOLVED_REFS,
              ConditionStatus.FALSE,
              refusal.get().reason(),
              refusal.get().message()),
          ready);
    }
    return List.of(
        make.condition(
            ConditionTypes.RESOLVED_REFS, ConditionStatus.TRUE, ConditionReasons.RESOLVED, ""),
        server().isManaged() ? unlessSilent(make, configured(make)) : configured(make),
        unlessSilent(make, programmed(make)),
        ready);
  }

  private Condition unlessSilent(Conditions make, Condition reported) {
    return silence()
        .map(
            who ->
                make.condition(
                    reported.type(), ConditionStatus.UNKNOWN, ConditionReasons.AGENT_SILENT, who))
        .orElse(reported);
  }

  private Condition configured(Conditions make) {
    if (!server().isManaged()) {
      return make.condition(
          ConditionTypes.CONFIGURED,
          ConditionStatus.UNKNOWN,
          ConditionReasons.EXTERNAL,
          ownerSetsUp());
    }
    return switch (eligibility()) {
      case IN_PLACE ->
          make.condition(
              ConditionTypes.CONFIGURED, ConditionStatus.TRUE, ConditionReasons.CONFIGURED, "");
      case NOT_IN_PLACE ->
          make.condition(
              ConditionTypes.CONFIGURED,
              ConditionStatus.FALSE,
              ConditionReasons.PENDING,
              notInPlace());
      case UNKNOWN ->
          make.condition(
              ConditionTypes.CONFIGURED,
              ConditionStatus.UNKNOWN,
              ConditionReasons.PENDING,
              notAcknowledged());
    };
  }

  private Condition programmed(Conditions make) {
    Optional<Integer> weight = director.weight(server().address());
    if (weight.isEmpty() && !director.tellsAll()) {
      return make.condition(
          ConditionTypes.PROGRAMMED,
          ConditionStatus.UNKNOWN,
          ConditionReasons.TOO_LONG,
          director.text() + " has more destinations than its report has room for");
    }
    return weight.isPresent()
        ? make.condition(
            ConditionTypes.PROGRAMMED,
            ConditionStatus.TRUE,
            server().isLastAccepted()
                ? ConditionReasons.LAST_ACCEPTED
                : ConditionReasons.PROGRAMMED,
            "weight " + weight.get() + " on " + director.text())
        : make.condition(
            ConditionTypes.PROGRAMMED,
            ConditionStatus.FALSE,
            server().isOutOfService() ? ConditionReasons.OUT_OF_SERVICE : ConditionReasons.PENDING,
            director.text() + " does not have it");
  }
}
