package io.lvsoperator.model;

import java.util.Optional;

/**
 * One port of a service, or several side by side.
 *
 * @param protocol the protocol
 * @param ports the virtual server's ports, within 1 to 65535
 * @param targetPort the real servers' port, 1 to 65535; several ports are never translated, then it
 *     is the first of them
 * @param mark the firewall mark that stands for these ports, where one virtual server for an
 *     address and port would not do: several ports, or a director that is a real server too
 */
public record PortMapping(
    Protocol protocol, PortRange ports, int targetPort, Optional<Integer> mark) {
  /** Checks the ports. */
  public PortMapping {
    Ports.check(targetPort);
    boolean translated = targetPort != ports.first();
    boolean many = ports.first() != ports.last();
    if (many && translated) {
      throw new IllegalArgumentException("ports %s cannot be translated".formatted(ports));
    }
  }

  /** Makes one port without a mark. */
  public PortMapping(Protocol protocol, int port, int targetPort) {
    this(protocol, PortRange.of(port), targetPort, Optional.empty());
  }

  /** {@return the same ports as a real server sees them: marks are the director's} */
  public PortMapping withoutMark() {
    return mark.isEmpty() ? this : new PortMapping(protocol, ports, targetPort, Optional.empty());
  }

  /** {@return the virtual server's port, the first of several} */
  public int port() {
    return ports.first();
  }

  /** {@return the real servers' ports} */
  public PortRange targets() {
    return ports.first() == ports.last() ? PortRange.of(targetPort) : ports;
  }

  /**
   * {@return the port of this virtual server's destinations} With a mark it is 0: packets keep the
   * port that they came with.
   */
  public int destinationPort() {
    return mark.isEmpty() ? targetPort : 0;
  }
}
