package io.lvsoperator.agent;

/** A rule that was broken. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String rule;

  Violation(String rule, String message) {
    super(rule + ": " + message);
    this.rule = rule;
  }

  /** {@return which rule it was, the same for every way of breaking it} */
  String rule() {
    return rule;
  }
}
