package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The last time that somebody undid something and the agent put it back.
 *
 * @param time when, to the second
 * @param description what, as a command line that a person can read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DriftRepair(@TimeJson Instant time, String description) {

  /** Fills in what JSON left out. */
  public DriftRepair {
    time = Given.or(Instant.EPOCH, time).truncatedTo(ChronoUnit.SECONDS);
    description = Given.text(description);
  }
}
