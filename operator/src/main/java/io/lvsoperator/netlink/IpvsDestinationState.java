package io.lvsoperator.netlink;

/**
 * A destination as the kernel holds it: what configures it apart from what it counts.
 *
 * @param destination its configuration
 * @param activeConnections established, as {@code ipvsadm -Ln} counts them
 * @param inactiveConnections in any other state
 * @param persistentConnections persistence templates
 * @param counters its sums
 */
public record IpvsDestinationState(
    IpvsDestination destination,
    long activeConnections,
    long inactiveConnections,
    long persistentConnections,
    IpvsCounters counters) {}
