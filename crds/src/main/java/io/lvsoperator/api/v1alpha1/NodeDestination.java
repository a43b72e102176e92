package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A destination in a director's kernel now.
 *
 * @param vip the virtual server's address: also of a service that is gone, or had another VIP
 * @param protocol the virtual server's protocol
 * @param virtualPort the virtual server's port
 * @param address the real server's address
 * @param port the real server's port
 * @param weight the weight in the kernel, 0 to 65535
 * @param mode how packets reach the real server now; empty where it is in doubt, and from an older
 *     agent
 * @param tunnel how they are wrapped, in mode TUN
 * @param drain what is left of its connections, while it gets no new ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeDestination(
    String vip,
    Lenient<PortProtocol> protocol,
    Integer virtualPort,
    String address,
    Integer port,
    Integer weight,
    @OptionalJson Optional<Lenient<ServiceMode>> mode,
    @OptionalJson Optional<Tunnel> tunnel,
    @OptionalJson Optional<NodeDrain> drain) {

  /** Fills in what JSON left out. */
  public NodeDestination {
    vip = Given.text(vip);
    protocol = Given.or(Lenient.of(PortProtocol.TCP), protocol);
    virtualPort = Given.or(0, virtualPort);
    address = Given.text(address);
    port = Given.or(0, port);
    weight = Given.or(0, weight);
    mode = Given.optional(mode);
    tunnel = Given.optional(tunnel);
    drain = Given.optional(drain);
  }

  /** The same with another weight. */
  public NodeDestination withWeight(int other) {
    return new NodeDestination(
        vip, protocol, virtualPort, address, port, other, mode, tunnel, drain);
  }

  /** The same with another drain. */
  public NodeDestination withDrain(Optional<NodeDrain> other) {
    return new NodeDestination(
        vip, protocol, virtualPort, address, port, weight, mode, tunnel, other);
  }
}
