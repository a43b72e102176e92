package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Sends a client back to the real server that it had.
 *
 * @param timeoutSeconds for how long after its last connection, 1 to 2678400
 * @param prefixLength clients of one network count as one: 1 to 32, for IPv6 to 128; absent: each
 *     address for itself
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Persistence(Integer timeoutSeconds, @OptionalJson Optional<Integer> prefixLength) {

  /** Fills in what JSON left out. */
  public Persistence {
    timeoutSeconds = Given.or(300, timeoutSeconds);
    prefixLength = Given.optional(prefixLength);
  }
}
