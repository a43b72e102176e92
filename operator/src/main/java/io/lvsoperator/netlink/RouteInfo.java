package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A route, as {@code ip route show table all} shows it.
 *
 * @param table its table: 254 main, 255 local
 * @param type {@code RTN_*}: 1 unicast, 2 local, 3 broadcast, 5 multicast, 6 blackhole
 * @param protocol who added it, {@code RTPROT_*}
 * @param destination the network's address; the unspecified one with prefix length 0 is the default
 *     route
 * @param prefixLength of the destination
 * @param metric lower is preferred; 0 for none
 * @param preferredSource source address of packets that choose none
 * @param hops where it leads: several for a multipath route, none for a blackhole
 */
public record RouteInfo(
    int table,
    int type,
    int protocol,
    InetAddress destination,
    int prefixLength,
    int metric,
    Optional<InetAddress> preferredSource,
    List<Hop> hops) {
  /** {@code RT_TABLE_MAIN}. */
  public static final int MAIN_TABLE = 254;

  /** {@code RTN_UNICAST}. */
  public static final int UNICAST = 1;

  /** Copies the hops. */
  public RouteInfo {
    hops = List.copyOf(hops);
  }

  /**
   * One way to the destination.
   *
   * @param gateway the next hop; empty if the destination is on the link
   * @param interfaceIndex through which interface; 0 where the route names none
   */
  public record Hop(Optional<InetAddress> gateway, int interfaceIndex) {}
}
