package io.lvsoperator.model;

import java.util.List;

/**
 * A service for which this node is a real server.
 *
 * @param service the LvsService object
 * @param realServer the RealServer object
 * @param key what its directors wait for
 * @param ports the service's ports
 * @param directors the group's directors, in the order of their names
 */
public record HostedPart(
    ServiceRef service,
    ServiceRef realServer,
    PartKey key,
    List<PortMapping> ports,
    List<DirectorPeer> directors) {
  /** Copies the lists. */
  public HostedPart {
    ports = List.copyOf(ports);
    directors = List.copyOf(directors);
  }
}
