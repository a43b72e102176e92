package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A part that a real server's node has in place in this boot.
 *
 * @param vip the VIP that it serves
 * @param mode the mode that it was set up for
 * @param tunnel how packets are unwrapped, in mode TUN
 * @param address the real server's address
 * @param directors in NAT and TUN, the Nodes whose packets it takes; none where it takes every
 *     director's, or its agent does not say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePart(
    String vip,
    Lenient<ServiceMode> mode,
    @OptionalJson Optional<Tunnel> tunnel,
    String address,
    List<String> directors) {

  /** Fills in what JSON left out. */
  public NodePart {
    vip = Given.text(vip);
    mode = Given.or(Lenient.parse(ServiceMode.class, ""), mode);
    tunnel = Given.optional(tunnel);
    address = Given.text(address);
    directors = Given.list(directors);
  }
}
