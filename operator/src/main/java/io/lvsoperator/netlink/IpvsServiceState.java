package io.lvsoperator.netlink;

/**
 * A virtual server as the kernel holds it: what configures it apart from what it counts.
 *
 * @param service its configuration
 * @param counters its sums
 */
public record IpvsServiceState(IpvsService service, IpvsCounters counters) {}
