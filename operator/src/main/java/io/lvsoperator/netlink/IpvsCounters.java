package io.lvsoperator.netlink;

/**
 * Sums since the entry was made; the kernel's estimator refreshes them every two seconds.
 *
 * @param connections scheduled
 * @param inPackets from clients
 * @param outPackets to clients, where they pass the director
 * @param inBytes from clients
 * @param outBytes to clients, where they pass the director
 */
public record IpvsCounters(
    long connections, long inPackets, long outPackets, long inBytes, long outBytes) {
  /** Nothing counted. */
  public static final IpvsCounters ZERO = new IpvsCounters(0, 0, 0, 0, 0);
}
