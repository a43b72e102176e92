package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Needs no privilege; the purpose keeps clear of an agent that runs on this machine. */
class NamespaceLockTest {
  private final String purpose = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  @Test
  void oneAtATimeAndTheHolderIsNamed() {
    assertThat(NamespaceLock.holder(purpose)).isEmpty();
    try (NamespaceLock lock = NamespaceLock.tryAcquire(purpose).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(NamespaceLock.tryAcquire(purpose)).isEmpty();
      for (int i = 0; i < 10; i++) {
        assertThat(NamespaceLock.holder(purpose)).contains(ProcessHandle.current().pid());
      }
    }
    Optional<NamespaceLock> again = NamespaceLock.tryAcquire(purpose);
    assertThat(again).isPresent();
    again.orElseThrow().close();
  }
}
