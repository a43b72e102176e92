package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the cluster wants of this node, from one snapshot.
 *
 * @param intent what the node shall do
 * @param director whether the node is a director of some group, with or without services
 * @param generations the generation of each LvsService that this is about
 */
public record Assignment(Intent intent, boolean director, Map<ServiceRef, Long> generations) {
  /** Copies the map. */
  public Assignment {
    generations = Map.copyOf(generations);
  }

  /** {@return what these objects want of this node} */
  static Assignment of(List<HasMetadata> objects, String node) {
    Translation translation = Translator.translate(ClusterObjects.snapshot(objects));
    Map<ServiceRef, Long> generations = new HashMap<>();
    translation
        .services()
        .forEach(v -> generations.put(v.service().name(), v.service().generation()));
    boolean director =
        translation.groups().stream().anyMatch(group -> group.directors().contains(node));
    return new Assignment(translation.intentFor(node), director, generations);
  }
}
