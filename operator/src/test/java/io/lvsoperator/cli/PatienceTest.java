package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.KernelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void triesAgainUntilTheKernelIsThere() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    String value =
        Patience.until(
            "the kernel",
            () -> {
              if (tries.incrementAndGet() < 2) {
                throw new KernelException("open", "EPERM", "run it with CAP_NET_ADMIN");
              }
              return "there";
            });
    assertThat(value).isEqualTo("there");
    assertThat(tries).hasValue(2);
  }

  @Test
  void doesNotHideABug() {
    assertThatThrownBy(
            () ->
                Patience.until(
                    "the kernel",
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
