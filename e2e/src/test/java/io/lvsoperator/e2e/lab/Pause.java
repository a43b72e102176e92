package io.lvsoperator.e2e.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting. */
final class Pause {

  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Waits until something holds; whether it did within the limit. In emulation a question costs as
   * much as what is waited for: ask as seldom as will do.
   */
  static boolean until(Duration limit, Duration interval, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      millis(interval.toMillis());
    }
    return true;
  }
}
