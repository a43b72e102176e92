package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A part that a real server's node has in place in this boot.
 *
 * @param vip the VIP that it serves
 * @param mode the mode that it was set up for
 * @param tunnel how packets are unwrapped, in mode TUN
 * @param address the real server's address
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePart(
    String vip, Lenient<ServiceMode> mode, @OptionalJson Optional<Tunnel> tunnel, String address) {

  /** Fills in what JSON left out. */
  public NodePart {
    vip = Given.text(vip);
    mode = Given.or(Lenient.parse(ServiceMode.class, ""), mode);
    tunnel = Given.optional(tunnel);
    address = Given.text(address);
  }
}
