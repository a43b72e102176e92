package io.lvsoperator.model;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is ours on this node although it carries no label: the journal's content.
 *
 * @param virtualServers the virtual servers that we added
 * @param sysctls the kernel parameters that we changed
 * @param addresses addresses that we added where the kernel keeps no label on them (before Linux
 *     5.18)
 * @param draining since when a leaving destination gets no new connections
 * @param linksUp fallback devices that we switched on
 * @param fouPorts the UDP ports at which we let the kernel unwrap packets
 * @param timeouts the timeouts of ipvs that we changed
 * @param modeChanges since when a service's director waits for real servers before it changes the
 *     way of their packets
 */
public record Ownership(
    Set<VirtualServerKey> virtualServers,
    Map<Sysctl, SavedSysctl> sysctls,
    Set<LinkAddress> addresses,
    Map<Drain, Instant> draining,
    Set<FallbackLink> linksUp,
    Set<FouPort> fouPorts,
    Map<IpvsTimeout, SavedTimeout> timeouts,
    Map<ServiceRef, Instant> modeChanges) {
  /**
   * The protocol number on addresses, routes and rules of ours ({@code rt_protos}), and the group
   * of our devices: an L.
   */
  public static final int PROTOCOL = 76;

  /** Nothing is ours. */
  public static final Ownership NONE =
      new Ownership(Set.of(), Map.of(), Set.of(), Map.of(), Set.of(), Set.of(), Map.of(), Map.of());

  /** Copies the collections. */
  public Ownership {
    virtualServers = Set.copyOf(virtualServers);
    sysctls = Map.copyOf(sysctls);
    addresses = Set.copyOf(addresses);
    draining = Map.copyOf(draining);
    linksUp = Set.copyOf(linksUp);
    fouPorts = Set.copyOf(fouPorts);
    timeouts = Map.copyOf(timeouts);
    modeChanges = Map.copyOf(modeChanges);
  }

  /** {@return whether this address is ours, by its label or by the journal} */
  public boolean owns(LinkAddress address) {
    return address.protocol() == PROTOCOL || addresses.contains(address);
  }

  /**
   * A destination on its way out.
   *
   * @param server its virtual server
   * @param destination which of that server's
   */
  public record Drain(VirtualServerKey server, Destination.Key destination) {}
}
