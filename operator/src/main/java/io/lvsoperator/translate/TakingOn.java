package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.policy.Allowance;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.Optional;

/**
 * What a node takes on as a real server: only for directors that a group selects, and only what a
 * rule of that group allows. A director whose agent somebody has taken over can ask for more.
 */
final class TakingOn {
  private TakingOn() {}

  static Optional<Answer.Refusal> refusal(Cluster cluster, Request request, Attachment attachment) {
    boolean allowed =
        cluster.snapshot().groups().stream()
            .filter(
                group ->
                    cluster.directors(group.spec()).stream()
                        .anyMatch(director -> director.name().equals(request.director())))
            .anyMatch(
                group ->
                    Allowance.vipAndRealServer(
                        group.spec(),
                        cluster,
                        attachment.service().namespace(),
                        attachment.vip(),
                        attachment.address()));
    return allowed
        ? Optional.empty()
        : Optional.of(
            new Answer.Refusal(
                ConditionReasons.NOT_ALLOWED,
                "no DirectorGroup that selects Node %s has an allow rule for namespace %s with VIP %s and real server %s"
                    .formatted(
                        request.director(),
                        attachment.service().namespace(),
                        attachment.vip(),
                        attachment.address())));
  }
}
