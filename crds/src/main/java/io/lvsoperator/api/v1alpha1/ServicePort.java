package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A port of an {@link LvsService}, a range of them, or all.
 *
 * @param name unique within the service
 * @param protocol the transport protocol
 * @param port the port on the VIP, 1 to 65535, the first one of a range; absent: every port of the
 *     protocol
 * @param endPort the last port of a range, above {@code port}
 * @param targetPort the real servers' port, {@code port} when absent; other than {@code port} in
 *     NAT and FULLNAT only, and not for a range
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServicePort(
    String name,
    Lenient<PortProtocol> protocol,
    @OptionalJson Optional<Integer> port,
    @OptionalJson Optional<Integer> endPort,
    @OptionalJson Optional<Integer> targetPort) {

  private static final int LAST_PORT = 65535;

  /** Fills in what JSON left out. */
  public ServicePort {
    name = Given.text(name);
    protocol = Given.or(Lenient.of(PortProtocol.TCP), protocol);
    port = Given.optional(port);
    endPort = Given.optional(endPort);
    targetPort = Given.optional(targetPort);
  }

  /** A port that is the same on the real servers. */
  public static ServicePort of(String name, PortProtocol protocol, int port) {
    return new ServicePort(
        name, Lenient.of(protocol), Optional.of(port), Optional.empty(), Optional.empty());
  }

  /** A port that is {@code targetPort} on the real servers. */
  public static ServicePort of(String name, PortProtocol protocol, int port, int targetPort) {
    return new ServicePort(
        name, Lenient.of(protocol), Optional.of(port), Optional.empty(), Optional.of(targetPort));
  }

  /** Whether it is every port of the protocol. */
  @JsonIgnore // Jackson would write it as a field
  public boolean isWholeAddress() {
    return port.isEmpty();
  }

  /** Whether it is more than one port. */
  @JsonIgnore // Jackson would write it as a field
  public boolean isRange() {
    return lastPort() != firstPort();
  }

  /** The first port on the VIP. */
  public int firstPort() {
    return port.orElse(1);
  }

  /** The last port on the VIP, the same as the first where it is one port. */
  public int lastPort() {
    return isWholeAddress() ? LAST_PORT : endPort.orElse(firstPort());
  }

  /** The first port on the real servers. */
  public int realServerPort() {
    return targetPort.orElse(firstPort());
  }

  /** Whether a packet could be for both. */
  public boolean overlaps(ServicePort other) {
    return protocol.text().equals(other.protocol.text())
        && firstPort() <= other.lastPort()
        && other.firstPort() <= lastPort();
  }

  /** In short, for people: {@code 80/TCP}, {@code 5000-5999/UDP} or {@code all/TCP}. */
  public String summary() {
    String ports = isWholeAddress() ? "all" : port.get() + endPort.map(end -> "-" + end).orElse("");
    return ports + "/" + protocol;
  }
}
