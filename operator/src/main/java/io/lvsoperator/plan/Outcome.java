package io.lvsoperator.plan;

/**
 * What this node's kernel says to a service or a part, beyond what the custom resources say.
 *
 * @param reason CamelCase, a condition's reason
 * @param message a sentence with the facts and what to do
 * @param blocking whether it keeps the service from being programmed; else it is only waiting or a
 *     remark
 */
public record Outcome(String reason, String message, boolean blocking) {
  static Outcome refused(String reason, String message) {
    return new Outcome(reason, message, true);
  }

  /** {@return the same as a remark: the service is programmed all the same} */
  Outcome asRemark() {
    return new Outcome(reason, message, false);
  }

  static Outcome waiting(String reason, String message) {
    return new Outcome(reason, message, false);
  }
}
