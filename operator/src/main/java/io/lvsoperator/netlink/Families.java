package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Sockets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Address families and what follows from them. */
final class Families {
  private Families() {}

  /** {@code AF_INET} or {@code AF_INET6}. */
  static int of(InetAddress address) {
    return address instanceof Inet4Address ? Sockets.AF_INET : Sockets.AF_INET6;
  }

  /** Bytes of an address: 4 or 16. */
  static int addressSize(int family) {
    return family == Sockets.AF_INET ? 4 : 16;
  }

  /** Bits of an address: 32 or 128. */
  static int addressBits(int family) {
    return addressSize(family) * 8;
  }

  /** {@code 0.0.0.0} or {@code ::}. */
  static InetAddress unspecified(int family) {
    try {
      return InetAddress.getByAddress(new byte[addressSize(family)]);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }
}
