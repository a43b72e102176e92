package io.lvsoperator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The API conventions of conditions. */
class ConditionsTest {
  private static final Instant THEN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-22T11:00:00Z");
  private static final Condition OLD =
      Condition.of("Ready", ConditionStatus.FALSE, 1, THEN, "Pending", "wait");

  private static Condition next(ConditionStatus status, String reason, String message) {
    return Conditions.after(List.of(OLD), 2, NOW).condition("Ready", status, reason, message);
  }

  @Test
  void theTimeStaysWhileTheStatusStays() {
    Condition same = next(ConditionStatus.FALSE, "NotAllowed", "no");
    assertThat(same.lastTransitionTime()).isEqualTo(THEN);
    assertThat(same.reason()).isEqualTo("NotAllowed");
    assertThat(same.observedGeneration()).isEqualTo(Optional.of(2L));
  }

  @Test
  void theTimeMovesWithTheStatus() {
    assertThat(next(ConditionStatus.TRUE, "Ready", "").lastTransitionTime()).isEqualTo(NOW);
    assertThat(next(ConditionStatus.UNKNOWN, "Pending", "wait").lastTransitionTime())
        .isEqualTo(NOW);
  }

  @Test
  void aNewTypeBeginsNow() {
    assertThat(
            Conditions.after(List.of(OLD), 2, NOW)
                .condition("Accepted", ConditionStatus.FALSE, "Pending", "")
                .lastTransitionTime())
        .isEqualTo(NOW);
  }

  @Test
  void theSameFindingIsTheSameCondition() {
    assertThat(
            Conditions.after(List.of(OLD), 1, NOW)
                .condition("Ready", ConditionStatus.FALSE, "Pending", "wait"))
        .isEqualTo(OLD);
    assertThat(
            Conditions.after(List.of(OLD), 9, NOW)
                .about(1)
                .condition("Ready", ConditionStatus.FALSE, "Pending", "wait"))
        .isEqualTo(OLD);
  }

  @Test
  void aMessageHasAnEnd() {
    assertThat(next(ConditionStatus.FALSE, "Pending", "x".repeat(40000)).message())
        .hasSize(4096)
        .endsWith("x...");
  }
}
