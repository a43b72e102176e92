package io.lvsoperator.controller;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.status.Transition;
import io.lvsoperator.translate.AcceptedSpec;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.snapshot.Declared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is to be published about all objects of a cluster. Pure. */
final class Publications {
  private final Translation translation;
  private final Instant now;

  private Publications(Translation translation, Instant now) {
    this.translation = translation;
    this.now = now;
  }

  /** A publication per LvsService, RealServer and DirectorGroup, changed or not. */
  static List<Publication> of(Translation translation, Instant now) {
    Publications made = new Publications(translation, now);
    List<Publication> all = new ArrayList<>();
    made.services(all);
    made.realServers(all);
    made.groups(all);
    return List.copyOf(all);
  }

  private void services(List<Publication> all) {
    translation
        .services()
        .forEach(
            verdict -> {
              LvsServiceStatus after =
                  new ServiceReport(verdict, translation.cluster(), now)
                      .status()
                      .remembering(
                          AcceptedSpec.of(
                              verdict.service(),
                              verdict.verdict(),
                              translation.lastAccepted().services()));
              all.add(
                  publication(
                      "LvsService",
                      verdict.service(),
                      after,
                      verdict.service().status().conditions(),
                      after.conditions()));
            });
  }

  private void realServers(List<Publication> all) {
    Map<ServiceRef, List<MemberView>> memberships = memberships();
    translation
        .realServers()
        .forEach(
            verdict -> {
              RealServerStatus after =
                  new RealServerReport(
                          verdict,
                          memberships.getOrDefault(verdict.server().name(), List.of()),
                          now)
                      .status()
                      .remembering(
                          AcceptedSpec.of(
                              verdict.server(),
                              verdict.verdict(),
                              translation.lastAccepted().realServers()));
              all.add(
                  publication(
                      "RealServer",
                      verdict.server(),
                      after,
                      verdict.server().status().conditions(),
                      after.conditions()));
            });
  }

  private Map<ServiceRef, List<MemberView>> memberships() {
    Map<ServiceRef, List<MemberView>> memberships = new HashMap<>();
    translation
        .services()
        .forEach(
            service -> {
              HolderView director = HolderView.of(service, translation.cluster());
              ServiceRef name = service.service().name();
              service
                  .members()
                  .forEach(
                      member ->
                          memberships
                              .computeIfAbsent(
                                  member.realServer().server().name(), n -> new ArrayList<>())
                              .add(new MemberView(name, member, director, translation.cluster())));
            });
    return memberships;
  }

  private void groups(List<Publication> all) {
    translation
        .groups()
        .forEach(
            verdict -> {
              DirectorGroupStatus after =
                  new GroupReport(verdict, translation, now)
                      .status()
                      .remembering(
                          AcceptedSpec.of(
                              verdict.group(),
                              verdict.verdict(),
                              translation.lastAccepted().groups()));
              all.add(
                  publication(
                      "DirectorGroup",
                      verdict.group(),
                      after,
                      verdict.group().status().conditions(),
                      after.conditions()));
            });
  }

  private static Publication publication(
      String kind,
      Declared<?, ?> object,
      Object after,
      List<Condition> conditionsBefore,
      List<Condition> conditionsAfter) {
    return new Publication(
        kind,
        object.name(),
        object.uid(),
        object.status(),
        after,
        Transition.between(conditionsBefore, conditionsAfter));
  }
}
