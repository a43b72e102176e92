package io.lvsoperator.translate;

import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verdicts of the translation before that hold again. A policy that looks at one object and its
 * surroundings says the same of the same object in the same surroundings, and is not asked again;
 * what depends on the claims of others is always judged. So the outcome equals that from scratch.
 *
 * <p>Objects are told apart by identity: whoever reads them keeps what has not changed.
 */
final class EarlierVerdicts {
  private final Surroundings surroundings;
  private final boolean same;
  private final Found before;
  private final Found now = new Found();

  /** What was found in one translation. */
  private static final class Found {
    private final Map<Declared<?, ?>, Verdict> sound = new IdentityHashMap<>();
    private final Map<Declared<?, ?>, Verdict> places = new IdentityHashMap<>();
    private final Map<Declared<?, ?>, Boolean> allowed = new IdentityHashMap<>();
    private final Map<Declared<?, ?>, ServiceVerdict> services = new IdentityHashMap<>();
    private final Map<Declared<?, ?>, RealServerVerdict> realServers = new IdentityHashMap<>();
  }

  private EarlierVerdicts(Surroundings surroundings, boolean same, Found before) {
    this.surroundings = surroundings;
    this.same = same;
    this.before = before;
  }

  /** {@return nothing: everything is judged} */
  static EarlierVerdicts none(Surroundings surroundings) {
    return new EarlierVerdicts(surroundings, false, new Found());
  }

  /** {@return what may hold again in a translation after this one} */
  EarlierVerdicts in(Surroundings next) {
    return new EarlierVerdicts(next, next.equals(surroundings), now);
  }

  /** {@return whether an object is sound, apart from what others have} */
  Verdict sound(Declared<?, ?> object, Supplier<Verdict> judge) {
    return known(before.sound, now.sound, object, judge);
  }

  /** {@return whether a RealServer is where it says} */
  Verdict place(Declared<?, ?> server, Supplier<Verdict> judge) {
    return known(before.places, now.places, server, judge);
  }

  /** {@return whether the administrator allows an object} */
  boolean allowed(Declared<?, ?> object, Supplier<Boolean> judge) {
    return known(before.allowed, now.allowed, object, judge);
  }

  private <V> V known(
      Map<Declared<?, ?>, V> last,
      Map<Declared<?, ?>, V> next,
      Declared<?, ?> object,
      Supplier<V> judge) {
    V asked = next.get(object);
    V known = asked == null && same ? last.get(object) : asked;
    V found = known == null ? judge.get() : known;
    next.put(object, found);
    return found;
  }

  /** {@return the earlier verdict, where this one is equal to it} */
  ServiceVerdict orEqual(ServiceVerdict verdict) {
    return orEqual(before.services, now.services, verdict.service(), verdict);
  }

  /** {@return the earlier verdict, where this one is equal to it} */
  RealServerVerdict orEqual(RealServerVerdict verdict) {
    return orEqual(before.realServers, now.realServers, verdict.server(), verdict);
  }

  private static <V> V orEqual(
      Map<Declared<?, ?>, V> last, Map<Declared<?, ?>, V> next, Declared<?, ?> object, V verdict) {
    V earlier = last.get(object);
    V found = verdict.equals(earlier) ? earlier : verdict;
    next.put(object, found);
    return found;
  }

  /** {@return the members that a service had} */
  Members members(Declared<?, ?> service) {
    return new Members(
        Optional.ofNullable(before.services.get(service))
            .map(ServiceVerdict::members)
            .orElse(List.of()),
        same);
  }

  /** The members of one service, which are asked for in their order. */
  static final class Members {
    private final List<Member> earlier;
    private final boolean same;
    private int next;

    private Members(List<Member> earlier, boolean same) {
      this.earlier = earlier;
      this.same = same;
    }

    /** {@return the member that this very RealServer was, if it was one} */
    Optional<Member> of(RealServerVerdict server) {
      for (int at = next; at < earlier.size(); at++) {
        if (earlier.get(at).realServer() == server) {
          next = at + 1;
          return Optional.of(earlier.get(at));
        }
      }
      return Optional.empty();
    }

    /** {@return whether it can serve there} */
    Verdict verdict(Optional<Member> before, Supplier<Verdict> judge) {
      return before.filter(_ -> same).map(Member::verdict).orElseGet(judge);
    }

    /** {@return the earlier list, where this one has the same members} */
    List<Member> orEqual(List<Member> members) {
      return members.equals(earlier) ? earlier : members;
    }
  }
}
