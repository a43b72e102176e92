package io.lvsoperator.cli;

import io.lvsoperator.journal.JournalException;
import io.lvsoperator.kernel.KernelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again until it works. An agent whose kernel or state directory is not usable yet must not
 * end: it would only be started again, and say less.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(60);

  private Patience() {}

  /** What came of a try. */
  sealed interface Try<T> {
    /** It worked. */
    record Done<T>(T value) implements Try<T> {}

    /** It did not work yet, for this reason. */
    record NotYet<T>(String why) implements Try<T> {}
  }

  /**
   * {@return what comes of it in the end} A reason is said when it is new, and every minute.
   *
   * @throws InterruptedException if the thread is told to end
   */
  static <T> T until(Supplier<Try<T>> attempt) throws InterruptedException {
    String said = "";
    long saidAt = System.nanoTime();
    while (true) {
      switch (guarded(attempt)) {
        case Try.Done<T>(T value) -> {
          return value;
        }
        case Try.NotYet<T>(String why) -> {
          boolean due = System.nanoTime() - saidAt > SAY_AGAIN.toNanos();
          if (due || !why.equals(said)) {
            LOG.warn("waiting: {}", why);
            said = why;
            saidAt = System.nanoTime();
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  /** {@return what comes of it in the end, where only an exception says that it did not work} */
  static <T> T until(String what, Supplier<T> attempt) throws InterruptedException {
    return until(
        () -> {
          T value = attempt.get();
          return Optional.ofNullable(value)
              .<Try<T>>map(Try.Done::new)
              .orElseGet(() -> new Try.NotYet<>(what));
        });
  }

  private static <T> Try<T> guarded(Supplier<Try<T>> attempt) {
    try {
      return attempt.get();
    } catch (KernelException | JournalException e) {
      return new Try.NotYet<>(e.getMessage());
    }
  }
}
