package io.lvsoperator.status;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that became otherwise and that a person wants to hear of.
 *
 * @param warning whether it became worse
 * @param reason one CamelCase word
 * @param message a sentence
 */
public record Transition(boolean warning, String reason, String message) {
  /** Reasons that only say that something is on its way. */
  private static final Set<String> WAITING =
      Set.of(ConditionReasons.PENDING, "Probing", "WaitingForPredecessor");

  /** As somebody wished it: told when it begins, and when nothing is left. */
  private static final Set<String> LEAVING =
      Set.of(ConditionReasons.DRAINING, ConditionReasons.DRAINED, ConditionReasons.OUT_OF_SERVICE);

  /**
   * {@return what changed from the published conditions to the new ones}
   *
   * <p>It became worse where a condition is bad now and was not for this reason; better where
   * {@code Ready} holds now and did not. One reason that shows in several conditions is told once.
   */
  public static List<Transition> between(List<Condition> before, List<Condition> after) {
    List<Transition> found = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Condition now : after) {
      Optional<Condition> old =
          before.stream().filter(c -> c.type().equals(now.type())).findFirst();
      if (isBad(now) && !old.filter(was -> isSame(was, now)).isPresent()) {
        if (told.add(now.reason())) {
          found.add(new Transition(true, now.reason(), now.message()));
        }
      } else if (isGood(now, old)) {
        found.add(new Transition(false, now.reason(), now.message()));
      }
    }
    return List.copyOf(found);
  }

  /** Each step of a drain is news; an agent that is heard of is, only where it was missed. */
  private static boolean isGood(Condition now, Optional<Condition> old) {
    if (now.holds() && now.type().equals(ConditionTypes.READY) && LEAVING.contains(now.reason())) {
      return old.filter(was -> isSame(was, now)).isEmpty();
    }
    return now.holds()
        && old.filter(Condition::holds).isEmpty()
        && (now.type().equals(ConditionTypes.READY)
            || now.type().equals(ConditionTypes.AGENT_ALIVE) && old.isPresent());
  }

  private static boolean isSame(Condition was, Condition now) {
    return was.status().equals(now.status()) && was.reason().equals(now.reason());
  }

  /**
   * {@code Degraded} is the one type that is bad when it holds; waiting is not bad. Of an agent's
   * silence its LvsNode tells, once, and not everything that depends on it.
   */
  private static boolean isBad(Condition condition) {
    if (condition.type().equals(ConditionTypes.AGENT_ALIVE)) {
      return condition.status().is(ConditionStatus.UNKNOWN);
    }
    return !WAITING.contains(condition.reason())
        && condition
            .status()
            .is(
                condition.type().equals(ConditionTypes.DEGRADED)
                    ? ConditionStatus.TRUE
                    : ConditionStatus.FALSE);
  }
}
