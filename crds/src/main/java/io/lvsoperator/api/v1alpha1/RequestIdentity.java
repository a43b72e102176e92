package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * An interface of a director, by which nodes know its packets.
 *
 * @param interfaceName its name, for example {@code eth0}
 * @param mac its hardware address, {@code aa:bb:cc:dd:ee:ff}; absent where it has none
 * @param addresses the director's own addresses on it with their prefix length, {@code
 *     10.23.21.184/16}, at most 256
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestIdentity(
    @JsonProperty("interface") String interfaceName,
    @OptionalJson Optional<String> mac,
    List<String> addresses) {

  /** Fills in what JSON left out. */
  public RequestIdentity {
    interfaceName = Given.text(interfaceName);
    mac = Given.optional(mac);
    addresses = Given.list(addresses);
  }
}
