package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies in order; the first refusal ends it.
 *
 * @param policies the policies
 * @param <C> what they look at
 */
public record Chain<C>(List<Policy<C>> policies) {
  /** Copies the list. */
  public Chain {
    policies = List.copyOf(policies);
  }

  /**
   * {@return the verdict of the chain}
   *
   * <p>An object with a value that cannot be is refused by itself and never stops the others, even
   * where no policy foresaw it.
   */
  public Verdict judge(C judged) {
    List<String> warnings = new ArrayList<>();
    try {
      for (Policy<C> policy : policies) {
        switch (policy.judge(judged).orElse(null)) {
          case null -> {}
          case Finding.Warning(String message) -> warnings.add(message);
          case Finding.Refusal refusal -> {
            return new Verdict(Optional.of(refusal), List.of());
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return Verdict.refused(ConditionReasons.INVALID, e.getMessage());
    }
    return new Verdict(Optional.empty(), warnings);
  }
}
