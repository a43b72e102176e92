package io.lvsoperator.translate.policy;

import java.util.Optional;

/**
 * One rule, as a pure function.
 *
 * @param <C> what it looks at
 */
@FunctionalInterface
public interface Policy<C> {
  /**
   * {@return what is wrong, or empty}
   *
   * @param judged what the policies before this one in its chain did not refuse
   */
  Optional<Finding> judge(C judged);
}
