package io.lvsoperator.translate.snapshot;

import io.lvsoperator.model.ServiceRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A custom resource as it stood in a snapshot.
 *
 * @param name namespace and name; the namespace of a cluster-scoped object is empty
 * @param uid what tells it from a namesake before or after it; empty in files
 * @param generation counts the changes of its spec, from 1; 0 in files
 * @param created when it was made; {@link Instant#MAX} where a file does not say
 * @param labels its labels
 * @param annotations those of ours
 * @param spec what is asked for; the empty spec of an object that can't be read
 * @param unreadable why this version can't read it, if it can't
 * @param status what was published about it, the empty status where nothing was
 * @param <S> the spec
 * @param <T> the status
 */
public record Declared<S, T>(
    ServiceRef name,
    String uid,
    long generation,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations,
    S spec,
    Optional<String> unreadable,
    T status) {
  /** Copies the maps. */
  public Declared {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * {@return the same object with another spec, which can be read; this one where nothing differs}
   */
  public Declared<S, T> with(S other) {
    if (unreadable.isEmpty() && other.equals(spec)) {
      return this;
    }
    return new Declared<>(
        name, uid, generation, created, labels, annotations, other, Optional.empty(), status);
  }

  /** {@return the order in which objects claim what only one can have: the oldest, then by name} */
  public static Comparator<Declared<?, ?>> byAge() {
    return Comparator.<Declared<?, ?>, Instant>comparing(Declared::created)
        .thenComparing(Declared::name);
  }
}
