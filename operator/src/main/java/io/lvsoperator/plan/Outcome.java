package io.lvsoperator.plan;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this node's kernel says to a service or a part, beyond what the custom resources say.
 *
 * @param reason CamelCase, a condition's reason
 * @param message a sentence with the facts and what to do
 * @param blocking whether it keeps the service from being programmed; else it is only waiting or a
 *     remark
 */
public record Outcome(String reason, String message, boolean blocking) {
  /** The service works in one mode and shall work in another. */
  public static final String MODE_CHANGING = "ModeChanging";

  /** The service serves its ports as before, and shall serve them otherwise. */
  public static final String PORTS_CHANGING = "PortsChanging";

  static Outcome refused(String reason, String message) {
    return new Outcome(reason, message, true);
  }

  /** {@return the same as a remark: the service is programmed all the same} */
  Outcome asRemark() {
    return new Outcome(reason, message, false);
  }

  /**
   * {@return what is said of a service that changes its way of forwarding: it works all the time}
   */
  static Outcome changing(WayChangeReport change) {
    String from = names(change.from());
    if (change.waits() && change.keepsWay()) {
      return waiting(
          PORTS_CHANGING,
          "serves its ports as before until all real servers know them as they are now: waiting for %s; if another is ready, those that are not after %d s get weight 0"
              .formatted(names(change.awaited()), WayChange.PATIENCE.toSeconds()));
    }
    return change.waits()
        ? waiting(
            MODE_CHANGING,
            "goes on by %s until all real servers have %s in place: waiting for %s; if another is ready, those that are not after %d s get weight 0"
                .formatted(
                    from, change.to(), names(change.awaited()), WayChange.PATIENCE.toSeconds()))
        : waiting(
            MODE_CHANGING,
            "changes from %s to %s; %d established connections keep %s as long as their real servers do"
                .formatted(from, change.to(), change.connections(), from));
  }

  private static String names(Set<?> things) {
    return things.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  static Outcome waiting(String reason, String message) {
    return new Outcome(reason, message, false);
  }
}
