package io.lvsoperator.netlink;

import java.net.InetAddress;

/**
 * A destination's configuration, without counters.
 *
 * @param address the real server
 * @param port its port, 0..65535; 0 under a firewall mark
 * @param method how packets get there: {@code IP_VS_CONN_F_*}, 0..7; the kernel stores 4 to 7
 *     without a word and forwards nothing then
 * @param weight 0..2147483647; 0 takes no new connections
 * @param upperThreshold connections at which it takes no more; 0 is no limit
 * @param lowerThreshold connections at which it takes new ones again; 0 is three quarters of upper
 * @param tunnel how packets are wrapped; only {@link #TUNNEL} looks at it
 */
public record IpvsDestination(
    InetAddress address,
    int port,
    int method,
    int weight,
    long upperThreshold,
    long lowerThreshold,
    Tunnel tunnel) {
  /** NAT: {@code ipvsadm -m}. */
  public static final int MASQUERADE = 0;

  /** To the director itself; old kernels stored it for their own addresses. */
  public static final int LOCAL = 1;

  /** Tunnel: {@code ipvsadm -i}. */
  public static final int TUNNEL = 2;

  /** Direct routing: {@code ipvsadm -g}. */
  public static final int DIRECT = 3;

  /** A destination without thresholds; tunnels are ipip. */
  public static IpvsDestination of(InetAddress address, int port, int method, int weight) {
    return new IpvsDestination(address, port, method, weight, 0, 0, Tunnel.IPIP);
  }

  /**
   * How packets are wrapped.
   *
   * @param type 0 ipip, 1 gue, 2 gre
   * @param port UDP port of gue; 0 for the others
   * @param flags checksum flags: {@code IP_VS_TUNNEL_ENCAP_FLAG_*}
   */
  public record Tunnel(int type, int port, int flags) {
    /** IP in IP. */
    public static final Tunnel IPIP = new Tunnel(0, 0, 0);

    /** Generic UDP encapsulation to a port, without checksum. */
    public static Tunnel gue(int port) {
      return new Tunnel(1, port, 0);
    }

    /** GRE without checksum. */
    public static Tunnel gre() {
      return new Tunnel(2, 0, 0);
    }
  }
}
