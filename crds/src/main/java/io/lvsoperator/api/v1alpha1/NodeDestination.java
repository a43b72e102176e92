package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A destination in a director's kernel now.
 *
 * @param vip the virtual server's address: also of a service that is gone, or had another VIP
 * @param protocol the virtual server's protocol
 * @param virtualPort the virtual server's port
 * @param address the real server's address
 * @param port the real server's port
 * @param weight the weight in the kernel, 0 to 65535
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeDestination(
    String vip,
    Lenient<PortProtocol> protocol,
    Integer virtualPort,
    String address,
    Integer port,
    Integer weight) {

  /** Fills in what JSON left out. */
  public NodeDestination {
    vip = Given.text(vip);
    protocol = Given.or(Lenient.of(PortProtocol.TCP), protocol);
    virtualPort = Given.or(0, virtualPort);
    address = Given.text(address);
    port = Given.or(0, port);
    weight = Given.or(0, weight);
  }
}
