package io.lvsoperator.translate;

import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps for each object what it has by its last accepted spec, before younger or edited objects can
 * take it. An object may have what its new spec asks for if nobody else has it, or if those who
 * have it get something else in the same breath: so two may exchange what they have.
 *
 * @param <S> the spec
 * @param <T> the status
 */
final class Incumbents<S, T> {
  private final Contest<S, T> contest;
  private final List<Entry<S, T>> entries = new ArrayList<>();
  private final Map<Declared<S, T>, Entry<S, T>> byObject = new IdentityHashMap<>();
  private final List<Declared<S, T>> newcomers = new ArrayList<>();
  private final Set<Entry<S, T>> settled = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What is contested: addresses, or ports of addresses. */
  interface Contest<S, T> {
    /** {@return whether the last accepted spec may still be in force} */
    boolean mayKeep(Declared<S, T> lastAccepted);

    /** {@return whether the object is sound, and all that it asks for is free} */
    boolean accepts(Declared<S, T> object);

    /** Takes what the object asks for, or nothing and returns false where somebody has it. */
    boolean claim(Declared<S, T> object);

    /** Gives back all that the object of this name has. */
    void release(Declared<S, T> object);
  }

  private record Entry<S, T>(Declared<S, T> now, Declared<S, T> last) {
    boolean edited() {
      return now.unreadable().isPresent() || !now.spec().equals(last.spec());
    }
  }

  private Incumbents(Contest<S, T> contest) {
    this.contest = contest;
  }

  /**
   * Settles who has what. Afterwards every object that was accepted before has what its new spec
   * asks for, or else what its last accepted one did; the others have nothing.
   *
   * @param objects all objects
   * @param last the last accepted spec of an object
   */
  static <S, T> Incumbents<S, T> settle(
      List<Declared<S, T>> objects,
      Function<Declared<S, T>, Optional<S>> last,
      Contest<S, T> contest) {
    Incumbents<S, T> all = new Incumbents<>(contest);
    objects.stream().sorted(Declared.byAge()).forEach(object -> all.add(object, last));
    all.exchange();
    all.oneByOne();
    return all;
  }

  private void add(Declared<S, T> object, Function<Declared<S, T>, Optional<S>> last) {
    Optional<Declared<S, T>> before =
        last.apply(object).map(object::with).filter(contest::mayKeep).filter(contest::claim);
    if (before.isEmpty()) {
      newcomers.add(object);
      return;
    }
    Entry<S, T> entry = new Entry<>(object, before.get());
    entries.add(entry);
    byObject.put(object, entry);
  }

  /** As many edited objects as possible get what they want together. */
  private void exchange() {
    List<Entry<S, T>> together = new ArrayList<>(entries.stream().filter(Entry::edited).toList());
    List<Entry<S, T>> refused = new ArrayList<>();
    do {
      refused.clear();
      together.forEach(entry -> contest.release(entry.now()));
      for (Entry<S, T> entry : together) {
        if (!contest.accepts(entry.now()) || !contest.claim(entry.now())) {
          refused.add(entry);
        }
      }
      if (!refused.isEmpty()) {
        together.forEach(entry -> contest.release(entry.now()));
        together.forEach(entry -> contest.claim(entry.last()));
        together.removeAll(refused);
      }
    } while (!refused.isEmpty());
    settled.addAll(together);
  }

  /** What was refused among many may still go by itself. */
  private void oneByOne() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Entry<S, T> entry : entries) {
        if (entry.edited() && !settled.contains(entry)) {
          contest.release(entry.now());
          boolean taken = contest.accepts(entry.now()) && contest.claim(entry.now());
          if (taken) {
            settled.add(entry);
            moved = true;
          } else {
            contest.claim(entry.last());
          }
        }
      }
    }
  }

  /** {@return all objects in the order in which they are judged: incumbents first, by age} */
  List<Declared<S, T>> order() {
    List<Declared<S, T>> order = new ArrayList<>();
    entries.forEach(entry -> order.add(entry.now()));
    order.addAll(newcomers);
    return order;
  }

  /** {@return the object with its last accepted spec, where that may stay in force} */
  Optional<Declared<S, T>> last(Declared<S, T> object) {
    return Optional.ofNullable(byObject.get(object)).map(Entry::last);
  }
}
