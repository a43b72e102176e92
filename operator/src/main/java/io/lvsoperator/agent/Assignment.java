package io.lvsoperator.agent;

import io.lvsoperator.model.Intent;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Pause;
import io.lvsoperator.translate.ServiceVerdict;
import io.lvsoperator.translate.Translation;
import java.util.HashMap;
import java.util.Map;

/**
 * What the cluster wants of this node, from one snapshot.
 *
 * @param intent what the node shall do
 * @param director whether the node is a director of some group, with or without services
 * @param generations the generation of each LvsService that this is about
 * @param refused why the newest spec of a service is refused, where an earlier one is in force
 * @param lastAccepted what the next pass needs to know of this one
 * @param pause whether the kernel is to be left as it is
 * @param translation the verdicts that it comes from
 */
public record Assignment(
    Intent intent,
    boolean director,
    Map<ServiceRef, Long> generations,
    Map<ServiceRef, String> refused,
    LastAccepted lastAccepted,
    Pause pause,
    Translation translation) {
  /** Copies the maps. */
  public Assignment {
    generations = Map.copyOf(generations);
    refused = Map.copyOf(refused);
  }

  /** {@return what these verdicts mean for this node} */
  static Assignment of(Translation translation, String node) {
    Map<ServiceRef, Long> generations = new HashMap<>();
    translation
        .services()
        .forEach(v -> generations.put(v.service().name(), v.service().generation()));
    boolean director =
        translation.groups().stream().anyMatch(group -> group.directors().contains(node));
    Map<ServiceRef, String> refused = new HashMap<>();
    translation.services().stream()
        .filter(ServiceVerdict::isLastAccepted)
        .forEach(v -> refused.put(v.service().name(), why(v)));
    return new Assignment(
        translation.intentFor(node),
        director,
        generations,
        refused,
        translation.lastAccepted(),
        translation.pause(node),
        translation);
  }

  private static String why(ServiceVerdict verdict) {
    return verdict
        .verdict()
        .refusal()
        .map(r -> "the newest spec is refused: %s: %s".formatted(r.reason(), r.message()))
        .orElse("");
  }
}
