package io.lvsoperator.model;

/**
 * One port of a service.
 *
 * @param protocol the protocol
 * @param port the virtual server's port, 1 to 65535
 * @param targetPort the real servers' port, 1 to 65535
 */
public record PortMapping(Protocol protocol, int port, int targetPort) {
  /** Checks the ports. */
  public PortMapping {
    Ports.check(port);
    Ports.check(targetPort);
  }

  /** {@return the virtual server's ports} */
  public PortRange ports() {
    return PortRange.of(port);
  }
}
