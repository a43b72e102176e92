package io.lvsoperator.model;

import java.util.Optional;

/**
 * A unicast route.
 *
 * @param table the routing table's number; 254 is main
 * @param destination what it leads to; a prefix length of 0 is the default route
 * @param gateway the next hop, if the destination is not on the link
 * @param link the interface's name
 * @param protocol who added it (rt_protos); {@link Ownership#PROTOCOL} is us
 */
public record Route(
    int table, Subnet destination, Optional<IpAddress> gateway, String link, int protocol) {
  /** The table that holds the node's own routes, {@code RT_TABLE_MAIN}. */
  public static final int MAIN = 254;

  /** What the kernel notes where a router advertisement made a route, {@code RTPROT_RA}. */
  public static final int FROM_ROUTER_ADVERTISEMENT = 9;

  /** {@return the route as {@code ip route} writes it, without the verb} */
  public String options() {
    String to = destination.prefixLength() == 0 ? "default" : destination.toString();
    return to
        + gateway.map(g -> " via " + g).orElse("")
        + " dev "
        + link
        + " table "
        + table
        + " proto "
        + protocol;
  }
}
