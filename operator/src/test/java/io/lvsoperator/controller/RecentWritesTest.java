package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.ServiceRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Between a write and its echo. */
class RecentWritesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final RecentWrites recent = new RecentWrites();

  private void wrote(String before, String after) {
    recent.wrote(
        new Publication("LvsService", new ServiceRef("a", "b"), "u1", before, after, List.of()),
        NOW);
  }

  private String published(String cached) {
    return recent.published("u1", cached, NOW.plusSeconds(1));
  }

  @Test
  void whatTheInformerHasCountsWhereNothingWasWritten() {
    assertThat(published("old")).isEqualTo("old");
  }

  @Test
  void whatWasWrittenCountsUntilTheInformerHasSomethingElse() {
    assertThat(recent.isWaiting(NOW)).isFalse();
    wrote("old", "new");
    assertThat(recent.isWaiting(NOW)).isTrue();
    assertThat(published("old")).isEqualTo("new");
    assertThat(published("new")).isEqualTo("new");
    assertThat(recent.isWaiting(NOW)).isFalse();
    assertThat(published("old")).as("somebody put it back").isEqualTo("old");
  }

  @Test
  void theLastOfTwoWritesCounts() {
    wrote("old", "new");
    wrote("new", "newer");
    assertThat(published("old")).isEqualTo("newer");
  }

  @Test
  void aNamesakeIsAnotherObject() {
    wrote("old", "new");
    assertThat(recent.<String>published("u2", "old", NOW)).isEqualTo("old");
  }

  @Test
  void whatDoesNotComeBackIsForgotten() {
    wrote("old", "new");
    assertThat(recent.<String>published("u1", "old", NOW.plusSeconds(11))).isEqualTo("old");
  }
}
