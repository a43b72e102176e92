package io.lvsoperator.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service that this node directs.
 *
 * @param name the LvsService object
 * @param vip its virtual address
 * @param ownAddressAllowed whether the VIP may be an address that the node has anyway
 * @param mode how it forwards
 * @param tunnel how packets are wrapped, in TUN alone
 * @param ports its ports
 * @param scheduler how it chooses
 * @param flags what it tells the scheduler
 * @param persistence how long clients stay with their real server, if they do
 * @param onePacket whether each UDP datagram is scheduled by itself, in DR and TUN alone
 * @param backends the real servers that it selects and that were accepted
 * @param drainTimeout how long a leaving real server may keep its connections
 * @param link the interface for the VIP, where the administrator names it
 * @param predecessors other nodes that still report the VIP; until there are none it is not added
 *     here
 * @param sourceAddresses what FULLNAT writes into packets as their source, in this order on every
 *     director; empty for the director's own address
 * @param otherDirectors the MACs of the group's other directors
 */
public record DirectedService(
    ServiceRef name,
    IpAddress vip,
    boolean ownAddressAllowed,
    Mode mode,
    Optional<Forwarding.Tunnel> tunnel,
    List<PortMapping> ports,
    Scheduler scheduler,
    Set<SchedulerFlag> flags,
    Optional<Persistence> persistence,
    boolean onePacket,
    List<Backend> backends,
    Duration drainTimeout,
    Optional<String> link,
    List<String> predecessors,
    List<SourceAddress> sourceAddresses,
    Set<MacAddress> otherDirectors) {
  /** Copies the collections. */
  public DirectedService {
    ports = List.copyOf(ports);
    flags = Set.copyOf(flags);
    backends = List.copyOf(backends);
    predecessors = List.copyOf(predecessors);
    sourceAddresses = List.copyOf(sourceAddresses);
    otherDirectors = Set.copyOf(otherDirectors);
  }

  /** {@return this service with other source addresses} */
  public DirectedService withSourceAddresses(List<SourceAddress> others) {
    return with(backends, others);
  }

  /** {@return this service with other backends} */
  public DirectedService withBackends(List<Backend> others) {
    return with(others, sourceAddresses);
  }

  private DirectedService with(
      List<Backend> otherBackends, List<SourceAddress> otherSourceAddresses) {
    return new DirectedService(
        name,
        vip,
        ownAddressAllowed,
        mode,
        tunnel,
        ports,
        scheduler,
        flags,
        persistence,
        onePacket,
        otherBackends,
        drainTimeout,
        link,
        predecessors,
        otherSourceAddresses,
        otherDirectors);
  }

  /** {@return these ports of this service, in a mode that need not be the one that it wants} */
  public DirectedService in(Mode other, List<PortMapping> some) {
    return new DirectedService(
        name,
        vip,
        ownAddressAllowed,
        other,
        tunnel,
        some,
        scheduler,
        flags,
        persistence,
        onePacket,
        backends,
        drainTimeout,
        link,
        predecessors,
        sourceAddresses,
        otherDirectors);
  }

  /** {@return the key of the virtual server for this port} */
  public VirtualServerKey key(PortMapping port) {
    return port.mark()
        .<VirtualServerKey>map(mark -> new VirtualServerKey.FirewallMark(mark, vip.family()))
        .orElseGet(() -> new VirtualServerKey.Endpoint(vip, port.protocol(), port.port()));
  }
}
