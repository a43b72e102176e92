package io.lvsoperator.agent;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes one after the other on one thread: when somebody asks for one, and at every tick.
 * Requests that come together are one pass.
 */
final class PassLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PassLoop.class);

  /** Requests that keep coming do not put a pass off for longer than this. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** Where a pass takes long, ticks leave most of the time to others: so much for one of it. */
  private static final int REST = 10;

  /** However long a pass took, the next tick comes after this. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(15);

  private final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>(1024);
  private final Body body;
  private final Duration tick;
  private final Duration quiet;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long lastTurn = System.nanoTime();

  /** What is run. */
  interface Body {
    /**
     * Makes a pass.
     *
     * @param reasons why, in the order in which they came; none for a tick
     */
    void pass(Set<String> reasons);
  }

  /**
   * Makes a loop that does not run yet.
   *
   * @param body the pass
   * @param tick how long it waits for a request; longer, up to 15 s, where that is less than ten
   *     times what the last pass took
   * @param quiet how long no further request must come before a pass begins
   */
  PassLoop(Body body, Duration tick, Duration quiet) {
    this.body = body;
    this.tick = tick;
    this.quiet = quiet;
    this.thread = Daemons.named("pass").newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks for a pass. Never blocks; many requests before one pass are one. */
  void request(String reason) {
    requests.offer(reason); // a full queue means that a pass is about to come anyway
  }

  /** {@return how long ago the loop last turned} */
  Duration sinceLastTurn() {
    return Duration.ofNanos(System.nanoTime() - lastTurn);
  }

  private void run() {
    Duration took = Duration.ZERO;
    while (!closing) {
      try {
        Set<String> reasons = await(millisUntilTick(took));
        lastTurn = System.nanoTime();
        if (!closing) {
          body.pass(reasons);
        }
        took = sinceLastTurn();
      } catch (InterruptedException e) {
        LOG.debug("the loop was told to end");
      } catch (RuntimeException e) { // the next pass starts from what stands then
        LOG.error("a pass failed; the next one comes within {} s", LONGEST_REST.toSeconds(), e);
      }
    }
  }

  private long millisUntilTick(Duration took) {
    long rest = Math.min(took.toMillis() * REST, LONGEST_REST.toMillis());
    return Math.max(tick.toMillis(), rest);
  }

  private Set<String> await(long millis) throws InterruptedException {
    Set<String> reasons = new LinkedHashSet<>();
    String first = requests.poll(millis, TimeUnit.MILLISECONDS);
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    String next = first;
    while (next != null && !closing) {
      reasons.add(next);
      next =
          System.nanoTime() < deadline
              ? requests.poll(quiet.toMillis(), TimeUnit.MILLISECONDS)
              : null;
    }
    requests.drainTo(reasons);
    return reasons;
  }

  /** Lets a pass that is running finish, for at most 5 s, and begins no other. */
  @Override
  public void close() {
    closing = true;
    requests.offer("closing");
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
        LOG.warn(
            "the last pass takes more than 5 s: left alone; the next start goes on from there");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
