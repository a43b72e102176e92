package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Sockets;
import java.net.Inet6Address;
import java.net.InetAddress;

/** What identifies a virtual server in the kernel. */
public sealed interface IpvsKey {

  /** {@code AF_INET} or {@code AF_INET6}. */
  int family();

  /** The key as {@code ipvsadm} takes it: {@code -t 10.0.0.1:80}, {@code -f 16}. */
  String option();

  /**
   * By address.
   *
   * @param address the virtual address
   * @param protocol 6 TCP, 17 UDP, 132 SCTP
   * @param port 0..65535; 0 is every port, with persistence only
   */
  record AddressKey(InetAddress address, int protocol, int port) implements IpvsKey {
    @Override
    public int family() {
      return Families.of(address);
    }

    @Override
    public String option() {
      String flag =
          switch (protocol) {
            case 6 -> "-t";
            case 17 -> "-u";
            case 132 -> "--sctp-service";
            default -> "--protocol-" + protocol;
          };
      return flag + " " + endpoint(address, port);
    }
  }

  /**
   * By firewall mark.
   *
   * @param family of its packets: {@code AF_INET} or {@code AF_INET6}
   * @param mark unsigned, not 0
   */
  record MarkKey(int family, int mark) implements IpvsKey {
    @Override
    public String option() {
      String option = "-f " + Integer.toUnsignedString(mark);
      return family == Sockets.AF_INET6 ? option + " -6" : option;
    }
  }

  /** {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
  static String endpoint(InetAddress address, int port) {
    String text = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
  }
}
