package io.lvsoperator.model;

import java.time.Duration;
import java.util.List;

/**
 * A service for which this node is a real server.
 *
 * @param service the LvsService object
 * @param realServer the RealServer object
 * @param key what its directors wait for
 * @param ports the service's ports
 * @param directors the group's directors, in the order of their names
 * @param drainTimeout how long a director may need until it lets this real server go
 */
public record HostedPart(
    ServiceRef service,
    ServiceRef realServer,
    PartKey key,
    List<PortMapping> ports,
    List<DirectorPeer> directors,
    Duration drainTimeout) {
  /** Copies the lists. */
  public HostedPart {
    ports = List.copyOf(ports);
    directors = List.copyOf(directors);
  }

  /** {@return what names this part in the journal} */
  public Ownership.PartRef ref() {
    return new Ownership.PartRef(service, key);
  }

  /** {@return this part with other directors} */
  public HostedPart withDirectors(List<DirectorPeer> others) {
    return new HostedPart(service, realServer, key, ports, others, drainTimeout);
  }
}
