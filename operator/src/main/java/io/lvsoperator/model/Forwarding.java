package io.lvsoperator.model;

/** How a packet reaches its real server: the kernel's forwarding method. */
public sealed interface Forwarding {
  /** {@return ipvsadm's option for it} */
  String option();

  /** NAT, {@code ipvsadm -m}: the director rewrites the destination and, in replies, the source. */
  record Masquerade() implements Forwarding {
    @Override
    public String option() {
      return "-m";
    }
  }

  /** Direct routing, {@code ipvsadm -g}: only the destination MAC changes. */
  record Gateway() implements Forwarding {
    @Override
    public String option() {
      return "-g";
    }
  }

  /**
   * Tunnelling, {@code ipvsadm -i}: the packet is wrapped.
   *
   * @param type how it is wrapped
   * @param port the UDP port of GUE, else 0
   * @param checksum what is summed in GUE and GRE
   */
  record Tunnel(TunnelType type, int port, TunnelChecksum checksum) implements Forwarding {
    /** The plainest. */
    public static final Tunnel IPIP = new Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE);

    @Override
    public String option() {
      return switch (type) {
        case IPIP -> "-i";
        case GUE -> "-i --tun-type gue --tun-port " + port + checksum.option();
        case GRE -> "-i --tun-type gre" + checksum.option();
      };
    }

    /**
     * {@return how many bytes the wrapping takes of a packet} As path MTUs show it: on 1500-byte
     * links IPIP leaves 1480, GRE 1476 or 1472, GUE 1468 or 1460.
     *
     * @param outer the family of the outer packets
     */
    public int overhead(Family outer) {
      int address = outer == Family.IPV4 ? IPV4_HEADER : IPV6_HEADER;
      return address
          + switch (type) {
            case IPIP -> 0;
            case GUE ->
                UDP_HEADER + GUE_HEADER + (checksum == TunnelChecksum.REMOTE ? GUE_REMOTE : 0);
            case GRE -> GRE_HEADER + (checksum == TunnelChecksum.NONE ? 0 : GRE_CHECKSUM);
          };
    }

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int GUE_HEADER = 4;
    private static final int GUE_REMOTE = 8;
    private static final int GRE_HEADER = 4;
    private static final int GRE_CHECKSUM = 4;
  }

  /**
   * A method that another program set and that we never write.
   *
   * @param number the kernel's number, from {@code IP_VS_CONN_F_FWD_MASK}
   */
  record Other(int number) implements Forwarding {
    @Override
    public String option() {
      return "(forwarding method " + number + ")";
    }
  }

  /** The tunnels of {@code linux/ip_vs.h}, in the kernel's order. */
  enum TunnelType {
    /** IP in IP. */
    IPIP,
    /** Generic UDP encapsulation. */
    GUE,
    /** Generic routing encapsulation. */
    GRE
  }

  /** What a tunnel's outer header sums. */
  enum TunnelChecksum {
    /** Nothing. */
    NONE(" --tun-nocsum"),
    /** The whole packet. */
    FULL(" --tun-csum"),
    /** Remote checksum offload, GUE only. */
    REMOTE(" --tun-remcsum");

    private final String option;

    TunnelChecksum(String option) {
      this.option = option;
    }

    String option() {
      return option;
    }
  }
}
