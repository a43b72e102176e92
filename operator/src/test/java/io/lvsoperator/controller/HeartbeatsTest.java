package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.controller.Heartbeats.Word;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is silent, by the uptime of whoever listens. */
class HeartbeatsTest {
  private final Heartbeats heartbeats = new Heartbeats();

  /** Listens every 5 s from one time to another, both included; the Lease says what follows. */
  private void listen(int from, int to, String renewal) {
    for (int second = from; second <= to; second += 5) {
      heard(second, renewal.isEmpty() ? Map.of() : Map.of("lb01", renewal));
    }
  }

  private void heard(int second, Map<String, String> renewals) {
    heartbeats.heard(renewals, Duration.ofSeconds(second));
  }

  private Word word(int second) {
    return heartbeats.words(Set.of("lb01"), Duration.ofSeconds(second)).get("lb01");
  }

  @Test
  void nothingIsKnownBeforeAnythingWasHeard() {
    assertThat(word(0)).isEqualTo(Word.UNDECIDED);
    assertThat(word(1000)).isEqualTo(Word.UNDECIDED);
  }

  @Test
  void aLeaseThatChangesIsAliveAndOneThatMerelyIsThereIsNot() {
    listen(100, 105, "a");
    assertThat(word(105)).isEqualTo(Word.UNDECIDED);
    listen(110, 110, "b");
    assertThat(word(110)).isEqualTo(Word.ALIVE);
  }

  @Test
  void fortySecondsWithoutAChangeAreSilenceAndNotOneLess() {
    listen(0, 5, "a");
    listen(10, 45, "b");
    assertThat(word(49)).isEqualTo(Word.ALIVE);
    listen(50, 50, "b");
    assertThat(word(50)).isEqualTo(Word.SILENT);
    listen(55, 55, "c");
    assertThat(word(55)).isEqualTo(Word.ALIVE);
  }

  @Test
  void whoeverJustStartedWaitsFirst() {
    listen(1000, 1035, "a");
    assertThat(word(1039)).isEqualTo(Word.UNDECIDED);
    listen(1040, 1040, "a");
    assertThat(word(1040)).isEqualTo(Word.SILENT);
  }

  @Test
  void aRenewalWithAnEarlierTimeIsARenewal() {
    listen(0, 5, "2026-11-22T10:00:10Z");
    listen(10, 10, "2026-11-22T09:00:00Z");
    assertThat(word(10)).isEqualTo(Word.ALIVE);
  }

  @Test
  void whoCouldNotListenSaysNothingAndThenWaitsAgain() {
    listen(0, 5, "a");
    listen(10, 10, "b");
    assertThat(word(30)).isEqualTo(Word.ALIVE);
    assertThat(word(31)).isEqualTo(Word.UNDECIDED);
    listen(100, 100, "b");
    assertThat(word(100)).isEqualTo(Word.UNDECIDED);
    listen(105, 135, "b");
    assertThat(word(139)).isEqualTo(Word.UNDECIDED);
    listen(140, 140, "b");
    assertThat(word(140)).isEqualTo(Word.SILENT);
  }

  @Test
  void oneListThatFailsIsNoGap() {
    listen(0, 5, "a");
    listen(10, 10, "b");
    listen(25, 50, "b");
    assertThat(word(50)).isEqualTo(Word.SILENT);
  }

  @Test
  void withoutALeaseThatIsSaidAfterTheSameTime() {
    listen(0, 35, "");
    assertThat(word(39)).isEqualTo(Word.UNDECIDED);
    listen(40, 40, "");
    assertThat(word(40)).isEqualTo(Word.NO_LEASE);
    listen(45, 45, "a");
    assertThat(word(45)).isEqualTo(Word.ALIVE);
  }

  @Test
  void aLeaseThatSomebodyDeletesIsSilenceUntilItsAgentPutsItBack() {
    listen(0, 5, "a");
    listen(10, 10, "b");
    listen(15, 50, "");
    assertThat(word(50)).isEqualTo(Word.SILENT);
    listen(55, 55, "c");
    assertThat(word(55)).isEqualTo(Word.ALIVE);
  }

  @Test
  void aLeaseMayBeThereBeforeItsLvsNode() {
    listen(0, 5, "a");
    assertThat(heartbeats.words(Set.of(), Duration.ofSeconds(5))).isEmpty();
    listen(10, 10, "a");
    assertThat(word(10)).isEqualTo(Word.UNDECIDED);
  }
}
