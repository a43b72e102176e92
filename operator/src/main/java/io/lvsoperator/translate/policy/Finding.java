package io.lvsoperator.translate.policy;

import java.util.Optional;

/** What a policy has to say against an object. */
public sealed interface Finding {
  /** {@return a sentence for a person, with the facts and what to do} */
  String message();

  /**
   * The object is not carried out.
   *
   * @param reason one of {@link io.lvsoperator.api.v1alpha1.ConditionReasons}
   * @param message a sentence for a person
   */
  record Refusal(String reason, String message) implements Finding {}

  /**
   * The object is carried out, but somebody should look.
   *
   * @param message a sentence for a person
   */
  record Warning(String message) implements Finding {}

  /** {@return the refusal with this reason and sentence} */
  static Optional<Finding> refuse(String reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }
}
