package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A port of an {@link LvsService}.
 *
 * @param name unique within the service
 * @param protocol the transport protocol
 * @param port the port on the VIP, 1 to 65535; 0 when the object has none
 * @param targetPort the real servers' port, {@code port} when absent; other than {@code port} in
 *     NAT and FULLNAT only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServicePort(
    String name,
    Lenient<PortProtocol> protocol,
    Integer port,
    @OptionalJson Optional<Integer> targetPort) {

  /** Fills in what JSON left out. */
  public ServicePort {
    name = Given.text(name);
    protocol = Given.or(Lenient.of(PortProtocol.TCP), protocol);
    port = Given.or(0, port);
    targetPort = Given.optional(targetPort);
  }

  /** A port that is the same on the real servers. */
  public static ServicePort of(String name, PortProtocol protocol, int port) {
    return new ServicePort(name, Lenient.of(protocol), port, Optional.empty());
  }

  /** A port that is {@code targetPort} on the real servers. */
  public static ServicePort of(String name, PortProtocol protocol, int port, int targetPort) {
    return new ServicePort(name, Lenient.of(protocol), port, Optional.of(targetPort));
  }

  /** The port on the real servers. */
  public int realServerPort() {
    return targetPort.orElse(port);
  }
}
