package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PassLoopTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration QUIET = Duration.ofMillis(50);

  private final BlockingQueue<Set<String>> passes = new LinkedBlockingQueue<>();

  private Set<String> next() throws InterruptedException {
    Set<String> reasons = passes.poll(10, TimeUnit.SECONDS);
    assertThat(reasons).as("a pass within 10 s").isNotNull();
    return reasons;
  }

  @Test
  void requestsThatComeTogetherAreOnePass() throws InterruptedException {
    try (PassLoop loop = new PassLoop(passes::add, NEVER, QUIET)) {
      loop.start();
      for (int i = 0; i < 100; i++) {
        loop.request("event " + i % 3);
      }
      assertThat(next()).containsExactly("event 0", "event 1", "event 2");
      assertThat(passes.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void looksAtEveryTickAlthoughNobodyAsks() throws InterruptedException {
    try (PassLoop loop = new PassLoop(passes::add, Duration.ofMillis(20), QUIET)) {
      loop.start();
      assertThat(next()).isEmpty();
      assertThat(next()).isEmpty();
    }
  }

  @Test
  void ticksThatTakeLongComeLessOften() throws InterruptedException {
    BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
    PassLoop.Body slow =
        reasons -> {
          begun.add(System.nanoTime());
          passes.add(reasons);
          sleep(Duration.ofMillis(100));
        };
    try (PassLoop loop = new PassLoop(slow, Duration.ofMillis(20), QUIET)) {
      loop.start();
      assertThat(next()).isEmpty();
      assertThat(next()).isEmpty();
      long first = begun.take();
      assertThat(Duration.ofNanos(begun.take() - first)).isGreaterThan(Duration.ofSeconds(1));
      long asked = System.nanoTime();
      loop.request("event");
      assertThat(next()).as("nobody who asks waits").containsExactly("event");
      assertThat(Duration.ofNanos(begun.take() - asked)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void requestsThatNeverEndDoNotPutAPassOff() throws InterruptedException {
    try (PassLoop loop = new PassLoop(passes::add, NEVER, Duration.ofSeconds(10))) {
      loop.start();
      long begin = System.nanoTime();
      Thread nagging =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    while (passes.isEmpty()) {
                      loop.request("again");
                      Thread.onSpinWait();
                    }
                  });
      next();
      nagging.join();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void goesOnAfterAPassThatFailed() throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    PassLoop.Body body =
        reasons -> {
          passes.add(reasons);
          if (turn.incrementAndGet() == 1) {
            throw new IllegalStateException("the test asked for it");
          }
        };
    try (PassLoop loop = new PassLoop(body, NEVER, QUIET)) {
      loop.start();
      loop.request("one");
      assertThat(next()).containsExactly("one");
      loop.request("two");
      assertThat(next()).containsExactly("two");
    }
  }

  @Test
  void endsAfterTheRunningPassAndBeginsNoOther() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    PassLoop loop =
        new PassLoop(
            reasons -> {
              inside.countDown();
              sleep(300);
              finished.incrementAndGet();
            },
            Duration.ofMillis(10),
            Duration.ofMillis(1));
    loop.start();
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    loop.close();
    assertThat(finished).hasValue(1);
    sleep(100);
    assertThat(finished).hasValue(1);
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
