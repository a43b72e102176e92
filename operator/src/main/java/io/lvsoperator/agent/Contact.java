package io.lvsoperator.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Whether this agent sees the cluster and can report to it. One that has not for a while is not to
 * look alive, though its Lease may be renewed: what it reported last may be out of date.
 */
final class Contact {
  private final LongSupplier nanos;
  private final Duration patience;
  private final Map<Ability, Long> lost = new HashMap<>();

  /** What takes the API server, and rights. */
  enum Ability {
    /** Every informer has its watch. */
    WATCH,
    /** The own LvsNode's status can be written. */
    REPORT
  }

  /**
   * Makes one that has lost nothing.
   *
   * @param nanos a clock that does not jump, in nanoseconds
   * @param patience for how long something may be lost: a watch that ends is soon there again
   */
  Contact(LongSupplier nanos, Duration patience) {
    this.nanos = nanos;
    this.patience = patience;
  }

  /** Notes whether something works now. */
  synchronized void note(Ability ability, boolean works) {
    if (works) {
      lost.remove(ability);
    } else {
      lost.putIfAbsent(ability, nanos.getAsLong());
    }
  }

  /** {@return whether this was lost too long ago} */
  synchronized boolean isLost(Ability ability) {
    Long since = lost.get(ability);
    return since != null && nanos.getAsLong() - since >= patience.toNanos();
  }

  /** {@return whether nothing was lost too long ago} */
  boolean holds() {
    return !isLost(Ability.WATCH) && !isLost(Ability.REPORT);
  }
}
