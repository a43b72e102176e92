package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.lvsoperator.api.v1alpha1.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes from an object what no pass reads, before the informer keeps it: a Node lists its images,
 * and every node's agent keeps every Node.
 */
final class Slim {
  private Slim() {}

  /** Takes away what is not read, and returns the same object. */
  static <R extends HasMetadata> R down(R object) {
    object.getMetadata().setManagedFields(List.of());
    object.getMetadata().setAnnotations(ours(object.getMetadata().getAnnotations()));
    if (object instanceof Node node) {
      Optional.ofNullable(node.getStatus()).ifPresent(Slim::down);
    }
    return object;
  }

  /** kubectl alone keeps a copy of the whole object in one. */
  private static Map<String, String> ours(Map<String, String> annotations) {
    return Optional.ofNullable(annotations).orElse(Map.of()).entrySet().stream()
        .filter(annotation -> annotation.getKey().startsWith(Annotations.PREFIX))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void down(NodeStatus status) {
    status.setImages(List.of());
    status.setConditions(List.of()); // the kubelet's heartbeat
    status.setVolumesAttached(List.of());
    status.setVolumesInUse(List.of());
    status.setAllocatable(Map.of());
    status.setCapacity(Map.of());
  }

  /**
   * {@return whether a pass can tell one from the other} Kubelets write their Nodes all the time.
   */
  static boolean differ(Node now, Node before) {
    down(now);
    down(before);
    return !Objects.equals(now.getMetadata().getLabels(), before.getMetadata().getLabels())
        || !Objects.equals(
            now.getMetadata().getAnnotations(), before.getMetadata().getAnnotations())
        || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
        || !Objects.equals(now.getSpec(), before.getSpec())
        || !Objects.equals(now.getStatus(), before.getStatus());
  }
}
