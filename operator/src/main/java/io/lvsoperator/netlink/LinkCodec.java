package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Sockets;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Interfaces and addresses, as {@code linux/if_link.h} and {@code linux/if_addr.h} lay them out.
 */
final class LinkCodec {
  /** {@code struct ifinfomsg}. */
  private static final int LINK_HEADER = 16;

  /** {@code struct ifaddrmsg}. */
  private static final int ADDRESS_HEADER = 8;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_GROUP = 27;
  private static final int IFLA_EXT_MASK = 29;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_INET_CONF = 1;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_FLAGS = 8;
  private static final int IFA_PROTO = 11;
  private static final int IFA_F_NODAD = 0x02;

  /** {@code struct ifa_cacheinfo}: preferred 0, valid for ever, and two times that are output. */
  private static final byte[] NEVER_PREFERRED_ALWAYS_VALID = {
    0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private LinkCodec() {}

  /** A header that asks for every interface, without the counters. */
  static void writeLinkDump(MessageWriter writer) {
    writeLinkHeader(writer, 0, 0, 0);
    writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  }

  /** An interface to switch up or down. */
  static void writeLinkState(MessageWriter writer, int index, boolean up) {
    writeLinkHeader(writer, index, up ? LinkInfo.IFF_UP : 0, LinkInfo.IFF_UP);
  }

  /** An interface to make. */
  static void writeNewLink(
      MessageWriter writer, String name, int group, String kind, Optional<TunnelInfo> tunnel) {
    writeLinkHeader(writer, 0, 0, 0);
    writer.string(IFLA_IFNAME, name);
    writer.u32(IFLA_GROUP, group);
    int info = writer.beginNested(IFLA_LINKINFO);
    writer.string(IFLA_INFO_KIND, kind);
    tunnel.ifPresent(
        options -> {
          int data = writer.beginNested(IFLA_INFO_DATA);
          TunnelCodec.write(writer, kind, options);
          writer.endNested(data);
        });
    writer.endNested(info);
  }

  /** An interface to delete. */
  static void writeLinkIndex(MessageWriter writer, int index) {
    writeLinkHeader(writer, index, 0, 0);
  }

  /** IPv4 sysctls of one interface, by number. */
  static void writeInetConf(MessageWriter writer, int index, Map<Integer, Integer> values) {
    writeLinkHeader(writer, index, 0, 0);
    int families = writer.beginNested(IFLA_AF_SPEC);
    int inet = writer.beginNested(Sockets.AF_INET);
    int conf = writer.beginNested(IFLA_INET_CONF);
    values.forEach(writer::u32);
    writer.endNested(conf);
    writer.endNested(inet);
    writer.endNested(families);
  }

  /** Reads an interface. */
  static LinkInfo readLink(ByteBuffer payload) {
    int at = payload.position();
    Attributes attributes = Attributes.behind(payload, LINK_HEADER);
    Optional<Attributes> info = attributes.nested(IFLA_LINKINFO);
    String kind = info.flatMap(i -> i.string(IFLA_INFO_KIND)).orElse("");
    return new LinkInfo(
        payload.getInt(at + 4),
        attributes.string(IFLA_IFNAME).orElse(""),
        attributes.bytes(IFLA_ADDRESS).flatMap(LinkCodec::hardwareAddress),
        attributes.u32(IFLA_MTU, 0),
        payload.getInt(at + 8),
        payload.getShort(at + 2) & 0xffff,
        kind,
        attributes.u32(IFLA_GROUP, 0),
        info.flatMap(i -> i.nested(IFLA_INFO_DATA)).flatMap(data -> TunnelCodec.read(kind, data)),
        attributes
            .nested(IFLA_AF_SPEC)
            .flatMap(families -> families.nested(Sockets.AF_INET))
            .flatMap(inet -> inet.bytes(IFLA_INET_CONF))
            .map(LinkCodec::inetConf)
            .orElse(Map.of()));
  }

  /** A header that asks for every address. */
  static void writeAddressDump(MessageWriter writer) {
    writer.rawU8(0).rawU8(0).rawU8(0).rawU8(0).rawU32(0);
  }

  /** An address to add or to delete. */
  static void writeAddress(MessageWriter writer, AddressInfo address) {
    writer
        .rawU8(Families.of(address.address()))
        .rawU8(address.prefixLength())
        .rawU8(0)
        .rawU8(address.scope())
        .rawU32(address.interfaceIndex());
    writer.address(IFA_LOCAL, address.address());
    writer.address(IFA_ADDRESS, address.address());
    if (address.protocol() != 0) {
      writer.u8(IFA_PROTO, address.protocol());
    }
  }

  /**
   * An address to add. An IPv6 one is there at once, without duplicate address detection, and is no
   * source of the kernel's own packets ({@code preferred_lft 0}): the outer packets of a tunnel
   * keep the node's own address.
   */
  static void writeNewAddress(MessageWriter writer, AddressInfo address) {
    writeAddress(writer, address);
    if (Families.of(address.address()) == Sockets.AF_INET6) {
      writer.u32(IFA_FLAGS, IFA_F_NODAD);
      writer.bytes(IFA_CACHEINFO, NEVER_PREFERRED_ALWAYS_VALID);
    }
  }

  /** Reads an address. */
  static AddressInfo readAddress(ByteBuffer payload) {
    int at = payload.position();
    Attributes attributes = Attributes.behind(payload, ADDRESS_HEADER);
    int family = payload.get(at) & 0xff;
    return new AddressInfo(
        payload.getInt(at + 4),
        // On a point-to-point interface IFA_ADDRESS is the peer; IPv6 has no IFA_LOCAL there.
        attributes
            .address(IFA_LOCAL)
            .or(() -> attributes.address(IFA_ADDRESS))
            .orElse(Families.unspecified(family)),
        payload.get(at + 1) & 0xff,
        attributes.u8(IFA_PROTO, 0),
        payload.get(at + 3) & 0xff);
  }

  private static void writeLinkHeader(MessageWriter writer, int index, int flags, int change) {
    writer.rawU8(0).rawU8(0).rawU16(0).rawU32(index).rawU32(flags).rawU32(change);
  }

  private static Optional<String> hardwareAddress(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(content.position(), bytes);
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(HexFormat.ofDelimiter(":").formatHex(bytes));
  }

  /** An array of ints; entry 0 is number 1. */
  private static Map<Integer, Integer> inetConf(ByteBuffer content) {
    Map<Integer, Integer> values = new HashMap<>();
    for (int at = 0; at + 4 <= content.limit(); at += 4) {
      values.put(at / 4 + 1, content.getInt(at));
    }
    return values;
  }
}
