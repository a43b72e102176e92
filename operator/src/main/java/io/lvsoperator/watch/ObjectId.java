package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * Names one object, and no other before or after it.
 *
 * @param kind its kind
 * @param namespace its namespace; empty for a cluster-scoped one
 * @param name its name
 * @param uid what tells it from its namesakes
 */
public record ObjectId(String kind, String namespace, String name, String uid) {
  /** {@return the object's} */
  public static ObjectId of(HasMetadata object) {
    return new ObjectId(
        object.getKind(),
        Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
        object.getMetadata().getName(),
        Optional.ofNullable(object.getMetadata().getUid()).orElse(""));
  }

  /** {@return the name that only one object can have at a time} */
  ObjectId place() {
    return new ObjectId(kind, namespace, name, "");
  }

  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
