package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What counts of the cluster: what is seen, and what was seen before and is not proven to be gone.
 * Absence is not deletion: an object is let go when another of its name is there, when its deletion
 * was reported, or when a list that was made 60 s after it was missed confirms that it is not
 * there. None of this counts for a kind whose definition is not established: when a CRD is deleted,
 * all of its objects are, and that is nobody's wish about any of them.
 *
 * <p>A value: each look at the cluster makes the next one.
 */
public final class Knowledge {
  /** How long an object is missed before a list counts against it. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Nothing was ever seen. */
  public static final Knowledge NOTHING = new Knowledge(List.of(), Map.of());

  /** Kinds that a CRD defines. */
  static final Set<String> DEFINED = Set.of("LvsService", "RealServer", "DirectorGroup", "LvsNode");

  private final List<HasMetadata> objects;
  private final Map<ObjectId, Missing> missing;

  /** Why an object counts although it is not seen. */
  public enum Why {
    /** Its kind's definition is gone, or is going. */
    DEFINITION_GONE("its definition is not established"),
    /** Nobody could say yet whether its kind is still defined. */
    DEFINITION_UNKNOWN("whether its definition still stands could not be asked yet"),
    /** It is missing, and nobody said that it was deleted. */
    UNCONFIRMED("no deletion was reported, and no list has confirmed it after 60 s"),
    /** What stands here depends on it alone. */
    INDISPENSABLE(
        "it is this agent's own Node or a group's only director, and no other one would take over");

    private final String text;

    Why(String text) {
      this.text = text;
    }
  }

  /**
   * An object that is missed.
   *
   * @param since from when on its absence counts
   * @param why what it is kept for
   * @param voided whether a deletion that was reported does not count, because the definition was
   *     not established
   */
  public record Missing(Instant since, Why why, boolean voided) {
    @Override
    public String toString() {
      return why.text;
    }
  }

  private Knowledge(List<HasMetadata> objects, Map<ObjectId, Missing> missing) {
    this.objects = List.copyOf(objects);
    this.missing = new LinkedHashMap<>(missing);
  }

  /** {@return the knowledge of objects that were seen in an earlier time} */
  public static Knowledge of(Collection<? extends HasMetadata> objects) {
    return new Knowledge(List.copyOf(objects), Map.of());
  }

  /** {@return everything that counts} */
  public List<HasMetadata> objects() {
    return objects;
  }

  /** {@return what of it is not seen, and why it counts all the same} */
  public Map<ObjectId, Missing> missing() {
    return Map.copyOf(missing);
  }

  /**
   * {@return what is known after another look}
   *
   * @param seen all objects, from informers that have synced
   * @param testimony what the API server said
   * @param indispensable which objects are kept even if they were deleted
   * @param now the time
   */
  public Knowledge after(
      Collection<? extends HasMetadata> seen,
      Testimony testimony,
      Predicate<HasMetadata> indispensable,
      Instant now) {
    Set<ObjectId> places =
        seen.stream()
            .map(o -> ObjectId.of(o).place())
            .collect(Collectors.toCollection(HashSet::new));
    List<HasMetadata> next = new ArrayList<>(seen);
    Map<ObjectId, Missing> absent = new LinkedHashMap<>();
    for (HasMetadata object : objects) {
      ObjectId id = ObjectId.of(object);
      if (!places.contains(id.place())) {
        judge(id, testimony, now)
            .or(
                () ->
                    indispensable.test(object)
                        ? Optional.of(new Missing(since(id, now), Why.INDISPENSABLE, false))
                        : Optional.empty())
            .ifPresent(
                why -> {
                  next.add(object);
                  absent.put(id, why);
                });
      }
    }
    return new Knowledge(next, absent);
  }

  private Instant since(ObjectId id, Instant now) {
    return Optional.ofNullable(missing.get(id)).map(Missing::since).orElse(now);
  }

  /** Why it is kept; empty if it is gone. */
  private Optional<Missing> judge(ObjectId id, Testimony testimony, Instant now) {
    Instant since = since(id, now);
    boolean voided = Optional.ofNullable(missing.get(id)).filter(Missing::voided).isPresent();
    if (DEFINED.contains(id.kind())) {
      Testimony.Definition definition = testimony.definitions().get(id.kind());
      if (definition == null || definition.asked().isBefore(since)) {
        return Optional.of(new Missing(since, Why.DEFINITION_UNKNOWN, voided));
      }
      if (!definition.established()) {
        return Optional.of(new Missing(now, Why.DEFINITION_GONE, true));
      }
    }
    boolean gone = testimony.deleted().contains(id.uid()) && !voided;
    return gone || isConfirmed(id, since, testimony)
        ? Optional.empty()
        : Optional.of(new Missing(since, Why.UNCONFIRMED, voided));
  }

  private static boolean isConfirmed(ObjectId id, Instant since, Testimony testimony) {
    return Optional.ofNullable(testimony.listings().get(id.kind()))
        .filter(list -> !list.begun().isBefore(since.plus(PATIENCE)))
        .filter(list -> !list.uids().contains(id.uid()))
        .isPresent();
  }

  /** {@return the kinds of which somebody should ask whether they are still defined} */
  public Set<String> undefined() {
    return missing.entrySet().stream()
        .filter(
            e ->
                e.getValue().why() == Why.DEFINITION_UNKNOWN
                    || e.getValue().why() == Why.DEFINITION_GONE)
        .map(e -> e.getKey().kind())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the kinds that somebody should list again, because it may confirm an absence} */
  public Set<String> unconfirmed(Instant now) {
    return missing.entrySet().stream()
        .filter(e -> e.getValue().why() == Why.UNCONFIRMED)
        .filter(e -> !now.isBefore(e.getValue().since().plus(PATIENCE)))
        .map(e -> e.getKey().kind())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * {@return what is kept for longer than a plain deletion takes, for people; empty where nothing
   * is}
   *
   * @param now the time
   */
  public Optional<String> text(Instant now) {
    List<String> kept =
        missing.entrySet().stream()
            .filter(e -> isLasting(e.getValue(), now))
            .map(e -> e.getKey() + ": " + e.getValue())
            .sorted()
            .toList();
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "kept as it was, though it is not seen any more: "
                + kept.stream().limit(8).collect(Collectors.joining("; "))
                + (kept.size() > 8 ? "; and " + (kept.size() - 8) + " more" : ""));
  }

  /** A plain deletion is explained within a moment. */
  private static boolean isLasting(Missing missing, Instant now) {
    return switch (missing.why()) {
      case DEFINITION_GONE, INDISPENSABLE -> true;
      case DEFINITION_UNKNOWN, UNCONFIRMED ->
          missing.voided() || now.isAfter(missing.since().plusSeconds(5));
    };
  }
}
