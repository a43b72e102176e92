package io.lvsoperator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreRevisionTest {
  private final AtomicInteger back = new AtomicInteger();
  private final StoreRevision revision = new StoreRevision(back::incrementAndGet);

  @Test
  void growsInSilenceAndIsToldOnceWhenItWentBack() {
    revision.seen("7");
    revision.seen("7");
    revision.seen("12");
    assertThat(back).hasValue(0);
    revision.seen("9");
    revision.seen("10");
    assertThat(back).hasValue(1);
    revision.seen("8");
    assertThat(back).hasValue(2);
  }

  @Test
  void whatIsNoNumberSaysNothing() {
    revision.seen("12");
    revision.seen("opaque");
    revision.seen(null);
    revision.seen("13");
    assertThat(back).hasValue(0);
  }
}
