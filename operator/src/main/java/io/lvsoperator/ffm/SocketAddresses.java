package io.lvsoperator.ffm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of the {@code sockaddr} structures that lvs-operator uses, in this machine's order. */
public final class SocketAddresses {
  private static final int SOCKADDR_NL_SIZE = 12;
  private static final int SOCKADDR_LL_SIZE = 20;
  private static final int PACKET_MREQ_SIZE = 16;
  private static final int MAX_SUN_PATH = 108;

  private SocketAddresses() {}

  /**
   * A {@code sockaddr_nl} for the kernel (port 0), or for "any port of mine" when bound.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
   */
  public static byte[] netlink() {
    return buffer(SOCKADDR_NL_SIZE).putShort((short) Sockets.AF_NETLINK).array();
  }

  /** The port in a {@code sockaddr_nl}; 0 is the kernel. Not a process id, only unique. */
  public static int netlinkPort(byte[] address) {
    return ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getInt(4);
  }

  /**
   * A {@code sockaddr_un} of the abstract namespace, which is per network namespace and needs no
   * file: the name vanishes with its last socket.
   *
   * @throws IllegalArgumentException if the name is longer than 107 bytes
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  public static byte[] abstractUnix(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= MAX_SUN_PATH) {
      throw new IllegalArgumentException(
          "an abstract socket name has at most 107 bytes, this one has " + bytes.length);
    }
    return buffer(3 + bytes.length)
        .putShort((short) Sockets.AF_UNIX)
        .put((byte) 0)
        .put(bytes)
        .array();
  }

  /**
   * A {@code sockaddr_ll} of an Ethernet interface.
   *
   * @param etherType the protocol, as in {@code ETH_P_ARP}
   * @param interfaceIndex the interface's index
   * @param hardwareAddress six bytes, or none where only the interface matters (bind)
   * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
   */
  public static byte[] packet(int etherType, int interfaceIndex, byte... hardwareAddress) {
    ByteBuffer address = buffer(SOCKADDR_LL_SIZE);
    address.putShort((short) Sockets.AF_PACKET);
    address.order(ByteOrder.BIG_ENDIAN).putShort((short) etherType).order(ByteOrder.nativeOrder());
    address.putInt(interfaceIndex).putShort((short) 0).put((byte) 0);
    address.put((byte) hardwareAddress.length).put(hardwareAddress);
    return address.array();
  }

  /**
   * A {@code packet_mreq} that asks for frames to a multicast address ({@code
   * PACKET_MR_MULTICAST}).
   *
   * @param interfaceIndex the interface's index
   * @param hardwareAddress six bytes
   */
  public static byte[] packetMembership(int interfaceIndex, byte... hardwareAddress) {
    return buffer(PACKET_MREQ_SIZE)
        .putInt(interfaceIndex)
        .putShort((short) 0)
        .putShort((short) hardwareAddress.length)
        .put(hardwareAddress)
        .array();
  }

  /** The hardware address in a {@code sockaddr_ll}. */
  public static byte[] packetHardwareAddress(byte[] address) {
    return Arrays.copyOfRange(address, 12, 12 + address[11]);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
