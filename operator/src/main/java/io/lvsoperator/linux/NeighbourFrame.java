package io.lvsoperator.linux;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A neighbour solicitation or advertisement for IPv6 over Ethernet, in its frame.
 *
 * @param type {@link #SOLICITATION} or {@link #ADVERTISEMENT}
 * @param senderMac who sent the frame
 * @param source the packet's source; unspecified in duplicate address detection
 * @param destination the packet's destination
 * @param target the address that it is about
 * @param targetMac the Ethernet address in the option that belongs to the type, if there is one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4861">RFC 4861</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4862">RFC 4862</a>
 */
record NeighbourFrame(
    int type,
    MacAddress senderMac,
    IpAddress source,
    IpAddress destination,
    IpAddress target,
    Optional<MacAddress> targetMac) {
  /** {@code ETH_P_IPV6}. */
  static final int ETHER_TYPE = 0x86dd;

  /** {@code IPPROTO_ICMPV6}. */
  static final int ICMPV6 = 58;

  /** Who has the target? */
  static final int SOLICITATION = 135;

  /** The target is here. */
  static final int ADVERTISEMENT = 136;

  /** Where IPv6 says what follows, from the frame's first byte. */
  static final int NEXT_HEADER = 14 + 6;

  /** Where ICMPv6 begins, with its type. */
  static final int TYPE = 14 + 40;

  static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");

  private static final IpAddress UNSPECIFIED = IpAddress.parse("::");
  private static final int MESSAGE = 24;
  private static final int OPTION = 8;
  private static final int SOURCE_OPTION = 1;
  private static final int TARGET_OPTION = 2;

  /** Routers drop what they forward to less than this: a packet with it comes from this link. */
  private static final int HOP_LIMIT = 255;

  /** Says that what neighbours know is to be replaced. */
  private static final int OVERRIDE = 0x20000000;

  /** Says to all that an address is here: neighbours correct their caches. */
  static NeighbourFrame announcement(MacAddress self, IpAddress address) {
    return new NeighbourFrame(ADVERTISEMENT, self, address, ALL_NODES, address, Optional.of(self));
  }

  /** Asks who has an address, from nobody: caches stay as they are. */
  static NeighbourFrame probe(MacAddress self, IpAddress address) {
    return new NeighbourFrame(
        SOLICITATION, self, UNSPECIFIED, solicitedNode(address), address, Optional.empty());
  }

  /** The group that the owners of an address listen to. */
  static IpAddress solicitedNode(IpAddress address) {
    byte[] group = IpAddress.parse("ff02::1:ff00:0").bytes();
    System.arraycopy(address.bytes(), 13, group, 13, 3);
    return IpAddress.of(group);
  }

  /** The Ethernet address of an IPv6 group (RFC 2464 §7). */
  static byte[] ethernet(IpAddress group) {
    byte[] ethernet = {0x33, 0x33, 0, 0, 0, 0};
    System.arraycopy(group.bytes(), 12, ethernet, 2, 4);
    return ethernet;
  }

  /** Writes the frame into a direct buffer that is ready to be sent. */
  ByteBuffer toBuffer() {
    int length = MESSAGE + (targetMac.isPresent() ? OPTION : 0);
    ByteBuffer frame = ByteBuffer.allocateDirect(TYPE + length).order(ByteOrder.BIG_ENDIAN);
    frame.put(ethernet(destination)).put(senderMac.bytes()).putShort((short) ETHER_TYPE);
    frame.putInt(6 << 28).putShort((short) length).put((byte) ICMPV6).put((byte) HOP_LIMIT);
    frame.put(source.bytes()).put(destination.bytes());
    frame.put((byte) type).put((byte) 0).putShort((short) 0);
    frame.putInt(type == ADVERTISEMENT ? OVERRIDE : 0).put(target.bytes());
    targetMac.ifPresent(mac -> frame.put((byte) option(type)).put((byte) 1).put(mac.bytes()));
    frame.putShort(TYPE + 2, (short) ~sum(frame, length));
    return frame.flip();
  }

  /** Reads a frame; empty if it is no valid message of these two types (RFC 4861 §7.1). */
  static Optional<NeighbourFrame> parse(ByteBuffer frame) {
    ByteBuffer in = frame.slice().order(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < TYPE + MESSAGE || in.getShort(12) != (short) ETHER_TYPE) {
      return Optional.empty();
    }
    int length = in.getShort(18) & 0xffff;
    int type = in.get(TYPE) & 0xff;
    boolean valid =
        (in.get(14) & 0xf0) == 0x60
            && (in.get(NEXT_HEADER) & 0xff) == ICMPV6
            && (in.get(21) & 0xff) == HOP_LIMIT
            && (type == SOLICITATION || type == ADVERTISEMENT)
            && in.get(TYPE + 1) == 0
            && length >= MESSAGE
            && in.remaining() >= TYPE + length
            && sum(in, length) == 0xffff;
    return valid ? Optional.of(read(in, type, length)) : Optional.empty();
  }

  private static NeighbourFrame read(ByteBuffer in, int type, int length) {
    return new NeighbourFrame(
        type,
        MacAddress.of(bytes(in, 6, 6)),
        IpAddress.of(bytes(in, 22, 16)),
        IpAddress.of(bytes(in, 38, 16)),
        IpAddress.of(bytes(in, TYPE + 8, 16)),
        macOption(in, option(type), TYPE + length));
  }

  /** Who, other than us, has the address or is about to take it. */
  Optional<MacAddress> claimant(IpAddress address, MacAddress self) {
    boolean uses = type == ADVERTISEMENT;
    boolean probesToo = type == SOLICITATION && source.isUnspecified();
    MacAddress who = targetMac.orElse(senderMac);
    return target.equals(address) && (uses || probesToo) && !who.equals(self)
        ? Optional.of(who)
        : Optional.empty();
  }

  private static int option(int type) {
    return type == ADVERTISEMENT ? TARGET_OPTION : SOURCE_OPTION;
  }

  private static Optional<MacAddress> macOption(ByteBuffer in, int wanted, int end) {
    int at = TYPE + MESSAGE;
    while (at + OPTION <= end) {
      int length = (in.get(at + 1) & 0xff) * OPTION;
      if (length == 0 || at + length > end) {
        return Optional.empty();
      }
      if (in.get(at) == wanted) {
        return Optional.of(MacAddress.of(bytes(in, at + 2, 6)));
      }
      at += length;
    }
    return Optional.empty();
  }

  /** The ones' complement sum of pseudo-header and message (RFC 8200 §8.1), folded to 16 bits. */
  private static int sum(ByteBuffer frame, int length) {
    long sum = ICMPV6 + length;
    for (int at = 22; at < TYPE; at += 2) {
      sum += frame.getShort(at) & 0xffff;
    }
    for (int at = TYPE; at < TYPE + length; at += 2) {
      boolean last = at + 1 == TYPE + length;
      sum += last ? (frame.get(at) & 0xff) << 8 : frame.getShort(at) & 0xffff;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }

  private static byte[] bytes(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return bytes;
  }
}
