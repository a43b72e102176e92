package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A destination that gets no new connections and still has some, or is about to be removed.
 *
 * @param connections active connections; brought up to date every 10 s at most, and at once when
 *     there are none left
 * @param until when it is removed at the latest; absent where it stays
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeDrain(Long connections, @OptionalJson Optional<String> until) {

  /** Fills in what JSON left out. */
  public NodeDrain {
    connections = Given.or(0L, connections);
    until = Given.optional(until);
  }

  /** A drain that ends at a time, to the second. */
  public static NodeDrain of(long connections, Optional<Instant> until) {
    return new NodeDrain(
        connections,
        until.map(time -> time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString()));
  }
}
