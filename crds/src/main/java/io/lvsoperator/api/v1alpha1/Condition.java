package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A condition of the Kubernetes API conventions ({@code metav1.Condition}).
 *
 * @param type what it is about, see {@link ConditionTypes}
 * @param status whether it holds
 * @param observedGeneration the {@code metadata.generation} that it was found for
 * @param lastTransitionTime when the status last changed, to the second
 * @param reason one CamelCase word, see {@link ConditionReasons}
 * @param message a sentence for a person, with the facts; may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    String type,
    Lenient<ConditionStatus> status,
    @OptionalJson Optional<Long> observedGeneration,
    @TimeJson Instant lastTransitionTime,
    String reason,
    @JsonInclude(JsonInclude.Include.ALWAYS) String message) {

  /** Fills in what JSON left out. */
  public Condition {
    type = Given.text(type);
    status = Given.or(Lenient.of(ConditionStatus.UNKNOWN), status);
    observedGeneration = Given.optional(observedGeneration);
    lastTransitionTime =
        Given.or(Instant.EPOCH, lastTransitionTime).truncatedTo(ChronoUnit.SECONDS);
    reason = Given.text(reason);
    message = Given.text(message);
  }

  /** A condition found for {@code generation}; the time counts only when the status changes. */
  public static Condition of(
      String type,
      ConditionStatus status,
      long generation,
      Instant now,
      String reason,
      String message) {
    return new Condition(type, Lenient.of(status), Optional.of(generation), now, reason, message);
  }

  /** Whether the status is True. */
  public boolean holds() {
    return status.is(ConditionStatus.TRUE);
  }
}
