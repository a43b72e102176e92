package io.lvsoperator.model;

/**
 * What identifies a virtual server in the kernel: an address, protocol and port, or a firewall
 * mark.
 */
public sealed interface VirtualServerKey {
  /** {@return the family of the packets that it takes} */
  Family family();

  /**
   * {@return the key as ipvsadm's option, such as {@code -t 10.23.21.184:8000} or {@code -f 16}}
   */
  String option();

  /**
   * A virtual server for one address and port.
   *
   * @param vip the virtual address
   * @param protocol the protocol
   * @param port 0 to 65535; 0 is every port and needs persistence
   */
  record Endpoint(IpAddress vip, Protocol protocol, int port) implements VirtualServerKey {
    /** Checks the port. */
    public Endpoint {
      Ports.check(port);
    }

    @Override
    public Family family() {
      return vip.family();
    }

    @Override
    public String option() {
      return protocol.option() + " " + vip.bracketed() + ":" + port;
    }

    @Override
    public String toString() {
      return option();
    }
  }

  /**
   * A virtual server for all packets that carry a firewall mark.
   *
   * @param mark the mark, not 0
   * @param family the family of the packets
   */
  record FirewallMark(int mark, Family family) implements VirtualServerKey {
    /** Checks the mark. */
    public FirewallMark {
      if (mark == 0) {
        throw new IllegalArgumentException("a firewall mark of a virtual server is not 0");
      }
    }

    @Override
    public String option() {
      return "-f " + Integer.toUnsignedString(mark) + (family == Family.IPV6 ? " -6" : "");
    }

    @Override
    public String toString() {
      return option();
    }
  }
}
