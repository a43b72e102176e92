package io.lvsoperator.status;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes conditions by the Kubernetes API conventions: {@code lastTransitionTime} moves only when
 * the status changes, so that the same findings give the same conditions and nothing is written.
 *
 * @param previous the conditions as they are published
 * @param generation the object's generation that the findings are about
 * @param now the time of this pass
 */
public record Conditions(List<Condition> previous, long generation, Instant now) {
  /**
   * A longer message is cut: the schema refuses more than 32768 characters, and nobody reads them.
   */
  static final int MAX_MESSAGE = 4096;

  /** Copies the list. */
  public Conditions {
    previous = List.copyOf(previous);
  }

  /** {@return a maker for an object that has been looked at before, or never} */
  public static Conditions after(List<Condition> previous, long generation, Instant now) {
    return new Conditions(previous, generation, now);
  }

  /** {@return the same for findings about another generation, such as one that a node reported} */
  public Conditions about(long otherGeneration) {
    return new Conditions(previous, otherGeneration, now);
  }

  /**
   * {@return the condition with this finding}
   *
   * @param type one of {@link io.lvsoperator.api.v1alpha1.ConditionTypes}
   * @param status whether it holds
   * @param reason one of {@link io.lvsoperator.api.v1alpha1.ConditionReasons}, or what a node said
   * @param message a sentence for a person; may be empty
   */
  public Condition condition(String type, ConditionStatus status, String reason, String message) {
    Instant since =
        published(type)
            .filter(old -> old.status().is(status))
            .map(Condition::lastTransitionTime)
            .orElse(now);
    String text =
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE - 3) + "..." : message;
    return Condition.of(type, status, generation, since, reason, text);
  }

  /** {@return the condition of this type as it is published} */
  public Optional<Condition> published(String type) {
    return previous.stream().filter(c -> c.type().equals(type)).findFirst();
  }
}
