package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How packets are wrapped in mode TUN.
 *
 * @param type the encapsulation
 * @param port the UDP port of GUE on the real servers, 1 to 65535; absent: {@link
 *     #DEFAULT_GUE_PORT}; of no other type
 * @param checksum what the outer header sums
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Tunnel(
    Lenient<TunnelType> type,
    @OptionalJson Optional<Integer> port,
    Lenient<TunnelChecksum> checksum) {

  /** The port of GUE where none is named: the one that the kernel's documentation uses. */
  public static final int DEFAULT_GUE_PORT = 6080;

  /** What a TUN service has that says nothing: ipip. */
  public static final Tunnel DEFAULT = new Tunnel(null, null, null);

  /** Fills in what JSON left out. */
  public Tunnel {
    type = Given.or(Lenient.of(TunnelType.IPIP), type);
    port = Given.optional(port);
    checksum = Given.or(Lenient.of(TunnelChecksum.NONE), checksum);
  }

  /** The UDP port of GUE, 0 of every other type. */
  public int guePort() {
    return type.is(TunnelType.GUE) ? port.orElse(DEFAULT_GUE_PORT) : 0;
  }
}
