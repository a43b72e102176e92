package io.lvsoperator.linux;

import io.lvsoperator.netlink.Shell;

/** Two Ethernet interfaces of the test's namespace, each the other's peer. */
final class VethPair implements AutoCloseable {
  static final String MAC_A = "02:42:ac:11:00:0a";
  static final String MAC_B = "02:42:ac:11:00:0b";

  VethPair() {
    Shell.line("ip link add lva type veth peer name lvb");
    Shell.line("ip link set lva up address " + MAC_A);
    Shell.line("ip link set lvb up address " + MAC_B);
    Shell.line("ip addr add 10.23.0.2/16 dev lva");
  }

  @Override
  public void close() {
    Shell.line("ip link del lva");
  }
}
