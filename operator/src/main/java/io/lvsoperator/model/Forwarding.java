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
    @Override
    public String option() {
      return switch (type) {
        case IPIP -> "-i";
        case GUE -> "-i --tun-type gue --tun-port " + port + checksum.option();
        case GRE -> "-i --tun-type gre" + checksum.option();
      };
    }
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
