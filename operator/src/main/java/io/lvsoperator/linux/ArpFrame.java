package io.lvsoperator.linux;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An ARP message for IPv4 over Ethernet, in its frame.
 *
 * @param operation 1 request, 2 reply
 * @param senderMac whose message it is
 * @param senderAddress the address that the sender claims; {@code 0.0.0.0} in a probe
 * @param targetAddress the address that it is about
 * @see <a href="https://www.rfc-editor.org/rfc/rfc826">RFC 826</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5227">RFC 5227</a>
 */
record ArpFrame(
    int operation, MacAddress senderMac, IpAddress senderAddress, IpAddress targetAddress) {
  /** {@code ETH_P_ARP}. */
  static final int ETHER_TYPE = 0x0806;

  /** An Ethernet header and an ARP message. */
  static final int SIZE = 14 + 28;

  private static final int REQUEST = 1;
  private static final int ETHERNET = 1;
  private static final int IPV4 = 0x0800;
  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

  /** Asks who has an address without claiming it: caches stay as they are. */
  static ArpFrame probe(MacAddress self, IpAddress address) {
    return new ArpFrame(REQUEST, self, new IpAddress(Family.IPV4, 0, 0), address);
  }

  /** Says that an address is here: neighbours correct their caches. */
  static ArpFrame announcement(MacAddress self, IpAddress address) {
    return new ArpFrame(REQUEST, self, address, address);
  }

  /** Writes the frame, to everybody, into a direct buffer that is ready to be sent. */
  ByteBuffer toBuffer() {
    ByteBuffer frame = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.BIG_ENDIAN);
    frame.put(BROADCAST).put(senderMac.bytes()).putShort((short) ETHER_TYPE);
    frame.putShort((short) ETHERNET).putShort((short) IPV4).put((byte) 6).put((byte) 4);
    frame.putShort((short) operation);
    frame.put(senderMac.bytes()).put(senderAddress.bytes());
    frame.put(new byte[6]).put(targetAddress.bytes());
    return frame.flip();
  }

  /** Reads a frame; empty if it is no ARP message for IPv4 over Ethernet. */
  static Optional<ArpFrame> parse(ByteBuffer frame) {
    ByteBuffer in = frame.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < SIZE) {
      return Optional.empty();
    }
    int start = in.position();
    boolean arp =
        in.getShort(start + 12) == (short) ETHER_TYPE
            && in.getShort(start + 14) == ETHERNET
            && in.getShort(start + 16) == IPV4
            && in.get(start + 18) == 6
            && in.get(start + 19) == 4;
    return arp
        ? Optional.of(
            new ArpFrame(
                in.getShort(start + 20),
                MacAddress.of(bytes(in, start + 22, 6)),
                IpAddress.of(bytes(in, start + 28, 4)),
                IpAddress.of(bytes(in, start + 38, 4))))
        : Optional.empty();
  }

  /** Whether this message, from somebody else, means that the address is taken. */
  boolean claims(IpAddress address, MacAddress self) {
    boolean uses = senderAddress.equals(address);
    boolean probesToo = senderAddress.isUnspecified() && targetAddress.equals(address);
    return !senderMac.equals(self) && (uses || probesToo);
  }

  private static byte[] bytes(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return bytes;
  }
}
