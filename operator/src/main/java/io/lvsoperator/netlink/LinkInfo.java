package io.lvsoperator.netlink;

import java.util.Map;
import java.util.Optional;

/**
 * An interface, as {@code ip -d link} shows it.
 *
 * @param index the kernel's number
 * @param name such as {@code eth0}
 * @param hardwareAddress {@code 02:42:ac:11:00:02}; empty where there is none
 * @param mtu in bytes
 * @param flags {@code IFF_*} bits
 * @param type {@code ARPHRD_*}: 1 Ethernet, 772 loopback, 768 ipip
 * @param kind what made it ({@code veth}, {@code dummy}, {@code ipip}); empty for hardware
 * @param group a number by which whoever made it may mark it; 0 without
 * @param tunnel addresses and options, if it is a tunnel
 * @param inetConf the IPv4 sysctls of the interface by {@code IPV4_DEVCONF_*} number; empty where
 *     the message has none
 */
public record LinkInfo(
    int index,
    String name,
    Optional<String> hardwareAddress,
    int mtu,
    int flags,
    int type,
    String kind,
    int group,
    Optional<TunnelInfo> tunnel,
    Map<Integer, Integer> inetConf) {
  /** Administratively up. */
  public static final int IFF_UP = 0x1;

  /** A loopback. */
  public static final int IFF_LOOPBACK = 0x8;

  /** Operationally up. */
  public static final int IFF_RUNNING = 0x40;

  /** No ARP on it. */
  public static final int IFF_NOARP = 0x80;

  /** {@code forwarding} in {@link #inetConf}. */
  public static final int FORWARDING = 1;

  /** {@code send_redirects} in {@link #inetConf}. */
  public static final int SEND_REDIRECTS = 6;

  /** {@code rp_filter} in {@link #inetConf}. */
  public static final int RP_FILTER = 8;

  /** {@code arp_announce} in {@link #inetConf}. */
  public static final int ARP_ANNOUNCE = 18;

  /** {@code arp_ignore} in {@link #inetConf}. */
  public static final int ARP_IGNORE = 19;

  /** Copies the map. */
  public LinkInfo {
    inetConf = Map.copyOf(inetConf);
  }

  /** Administratively up. */
  public boolean up() {
    return (flags & IFF_UP) != 0;
  }

  /** A loopback. */
  public boolean loopback() {
    return (flags & IFF_LOOPBACK) != 0;
  }
}
