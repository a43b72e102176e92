package io.lvsoperator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a person hears of. */
class TransitionTest {
  /** Conditions such as {@code "Ready=False Pending"}. */
  private static List<Condition> conditions(String... texts) {
    return Stream.of(texts).map(TransitionTest::condition).toList();
  }

  private static Condition condition(String text) {
    String[] parts = text.split("[= ]");
    return Condition.of(
        parts[0],
        ConditionStatus.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)),
        1,
        Instant.EPOCH,
        parts[2],
        "about " + parts[2]);
  }

  private static Transition worse(String reason) {
    return new Transition(true, reason, "about " + reason);
  }

  @Test
  void nothingNewIsNothingTold() {
    List<Condition> bad = conditions("Accepted=False NotAllowed", "Ready=True Ready");
    assertThat(Transition.between(bad, bad)).isEmpty();
  }

  @Test
  void oneReasonIsToldOnce() {
    assertThat(
            Transition.between(
                List.of(),
                conditions(
                    "Accepted=False NotAllowed",
                    "Programmed=False NotAllowed",
                    "Ready=False NotAllowed")))
        .containsExactly(worse("NotAllowed"));
  }

  @Test
  void anotherReasonForTheSameStatusIsTold() {
    assertThat(
            Transition.between(
                conditions("Accepted=False NotAllowed"), conditions("Accepted=False VIPInUse")))
        .containsExactly(worse("VIPInUse"));
  }

  @Test
  void degradedIsBadWhenItHolds() {
    assertThat(
            Transition.between(
                conditions("Degraded=False Ready"), conditions("Degraded=True NodeNotFound")))
        .containsExactly(worse("NodeNotFound"));
    assertThat(
            Transition.between(
                conditions("Degraded=True NodeNotFound"), conditions("Degraded=False Ready")))
        .isEmpty();
  }

  @Test
  void readinessIsToldWhenItComes() {
    assertThat(
            Transition.between(
                conditions("Ready=Unknown Pending"),
                conditions("Accepted=True Accepted", "Ready=True Ready")))
        .containsExactly(new Transition(false, "Ready", "about Ready"));
  }

  @Test
  void waitingIsNotTold() {
    assertThat(
            Transition.between(
                List.of(),
                conditions("Ready=Unknown Pending", "Programmed=False WaitingForPredecessor")))
        .isEmpty();
  }
}
