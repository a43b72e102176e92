package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Sockets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The structures and attributes of {@code linux/rtnetlink.h} to and from values. */
final class RouteCodec {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_SETLINK = 19;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;
  static final int RTM_NEWRULE = 32;
  static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;
  static final int RTM_NEWNETCONF = 80;
  static final int RTM_DELNETCONF = 81;

  /** {@code struct ifinfomsg}. */
  static final int LINK_HEADER = 16;

  /** {@code struct ifaddrmsg}. */
  static final int ADDRESS_HEADER = 8;

  /** {@code struct rtmsg} and {@code struct fib_rule_hdr}. */
  static final int ROUTE_HEADER = 12;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_EXT_MASK = 29;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INET_CONF = 1;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_PROTO = 11;

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_MULTIPATH = 9;
  private static final int RTA_TABLE = 15;
  private static final int RTA_VIA = 18;
  private static final int RT_TABLE_COMPAT = 252;
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RT_SCOPE_LINK = 253;
  private static final int NEXTHOP_SIZE = 8;

  private static final int FRA_IIFNAME = 3;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_PROTOCOL = 21;

  private RouteCodec() {}

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
  static void writeNewLink(MessageWriter writer, String name, String kind) {
    writeLinkHeader(writer, 0, 0, 0);
    writer.string(IFLA_IFNAME, name);
    int info = writer.beginNested(IFLA_LINKINFO);
    writer.string(IFLA_INFO_KIND, kind);
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
    Attributes attributes = attributes(payload, LINK_HEADER);
    return new LinkInfo(
        payload.getInt(at + 4),
        attributes.string(IFLA_IFNAME).orElse(""),
        attributes.bytes(IFLA_ADDRESS).flatMap(RouteCodec::hardwareAddress),
        attributes.u32(IFLA_MTU, 0),
        payload.getInt(at + 8),
        payload.getShort(at + 2) & 0xffff,
        attributes.nested(IFLA_LINKINFO).flatMap(info -> info.string(IFLA_INFO_KIND)).orElse(""),
        attributes
            .nested(IFLA_AF_SPEC)
            .flatMap(families -> families.nested(Sockets.AF_INET))
            .flatMap(inet -> inet.bytes(IFLA_INET_CONF))
            .map(RouteCodec::inetConf)
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

  /** Reads an address. */
  static AddressInfo readAddress(ByteBuffer payload) {
    int at = payload.position();
    Attributes attributes = attributes(payload, ADDRESS_HEADER);
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

  /** A header that asks for the routes of one family; 0 leaves table and protocol open. */
  static void writeRouteDump(MessageWriter writer, int family, int table, int protocol) {
    writer.rawU8(family).rawU8(0).rawU8(0).rawU8(0).rawU8(0).rawU8(protocol).rawU8(0).rawU8(0);
    writer.rawU32(0);
    if (table != 0) {
      writer.u32(RTA_TABLE, table);
    }
  }

  /** A route to add or to delete; with at most one hop. */
  static void writeRoute(MessageWriter writer, RouteInfo route) {
    Optional<RouteInfo.Hop> hop = route.hops().stream().findFirst();
    boolean viaGateway = hop.flatMap(RouteInfo.Hop::gateway).isPresent();
    writer
        .rawU8(Families.of(route.destination()))
        .rawU8(route.prefixLength())
        .rawU8(0)
        .rawU8(0)
        .rawU8(route.table() < 256 ? route.table() : RT_TABLE_COMPAT)
        .rawU8(route.protocol())
        .rawU8(viaGateway || hop.isEmpty() ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK)
        .rawU8(route.type())
        .rawU32(0);
    writer.u32(RTA_TABLE, route.table());
    if (route.prefixLength() > 0) {
      writer.address(RTA_DST, route.destination());
    }
    if (route.metric() != 0) {
      writer.u32(RTA_PRIORITY, route.metric());
    }
    route.preferredSource().ifPresent(source -> writer.address(RTA_PREFSRC, source));
    hop.flatMap(RouteInfo.Hop::gateway).ifPresent(to -> writer.address(RTA_GATEWAY, to));
    hop.filter(way -> way.interfaceIndex() != 0)
        .ifPresent(way -> writer.u32(RTA_OIF, way.interfaceIndex()));
  }

  /** Reads a route. */
  static RouteInfo readRoute(ByteBuffer payload) {
    int at = payload.position();
    Attributes attributes = attributes(payload, ROUTE_HEADER);
    int family = payload.get(at) & 0xff;
    return new RouteInfo(
        attributes.u32(RTA_TABLE, payload.get(at + 4) & 0xff),
        payload.get(at + 7) & 0xff,
        payload.get(at + 5) & 0xff,
        attributes.address(RTA_DST).orElse(Families.unspecified(family)),
        payload.get(at + 1) & 0xff,
        attributes.u32(RTA_PRIORITY, 0),
        attributes.address(RTA_PREFSRC),
        attributes
            .bytes(RTA_MULTIPATH)
            .map(RouteCodec::multipath)
            .orElseGet(() -> singleHop(attributes)));
  }

  /** A header that asks for the rules of one family. */
  static void writeRuleDump(MessageWriter writer, int family) {
    writer.rawU8(family).rawU8(0).rawU8(0).rawU8(0).rawU32(0).rawU32(0);
  }

  /** A rule to add or to delete. */
  static void writeRule(MessageWriter writer, RuleInfo rule) {
    writer
        .rawU8(rule.family())
        .rawU8(0)
        .rawU8(0)
        .rawU8(0)
        .rawU8(rule.table() < 256 ? rule.table() : 0)
        .rawU8(0)
        .rawU8(0)
        .rawU8(rule.action())
        .rawU32(0);
    writer.u32(FRA_TABLE, rule.table());
    writer.u32(FRA_PRIORITY, rule.priority());
    if (rule.mask() != 0) {
      writer.u32(FRA_FWMARK, rule.mark());
      writer.u32(FRA_FWMASK, rule.mask());
    }
    rule.inputInterface().ifPresent(name -> writer.string(FRA_IIFNAME, name));
    if (rule.protocol() != 0) {
      writer.u8(FRA_PROTOCOL, rule.protocol());
    }
  }

  /** Reads a rule. */
  static RuleInfo readRule(ByteBuffer payload) {
    int at = payload.position();
    Attributes attributes = attributes(payload, ROUTE_HEADER);
    return new RuleInfo(
        payload.get(at) & 0xff,
        attributes.u32(FRA_PRIORITY, 0),
        attributes.u32(FRA_TABLE, payload.get(at + 4) & 0xff),
        payload.get(at + 7) & 0xff,
        attributes.u32(FRA_FWMARK, 0),
        attributes.u32(FRA_FWMASK, 0),
        attributes.string(FRA_IIFNAME),
        attributes.u8(FRA_PROTOCOL, 0));
  }

  private static void writeLinkHeader(MessageWriter writer, int index, int flags, int change) {
    writer.rawU8(0).rawU8(0).rawU16(0).rawU32(index).rawU32(flags).rawU32(change);
  }

  private static Attributes attributes(ByteBuffer payload, int header) {
    return new Attributes(payload.duplicate().order(payload.order()).position(header));
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

  private static List<RouteInfo.Hop> singleHop(Attributes attributes) {
    Optional<InetAddress> gateway = gateway(attributes);
    int index = attributes.u32(RTA_OIF, 0);
    return gateway.isEmpty() && index == 0 ? List.of() : List.of(new RouteInfo.Hop(gateway, index));
  }

  /** A row of {@code struct rtnexthop}, each with attributes of its own. */
  private static List<RouteInfo.Hop> multipath(ByteBuffer content) {
    List<RouteInfo.Hop> hops = new ArrayList<>();
    int at = 0;
    while (at + NEXTHOP_SIZE <= content.limit()) {
      int length = Math.clamp(content.getShort(at) & 0xffff, NEXTHOP_SIZE, content.limit() - at);
      ByteBuffer own =
          content.slice(at + NEXTHOP_SIZE, length - NEXTHOP_SIZE).order(content.order());
      hops.add(new RouteInfo.Hop(gateway(new Attributes(own)), content.getInt(at + 4)));
      at += Nl.align(length);
    }
    return hops;
  }

  /** The next hop; {@code RTA_VIA} is one of another family: two bytes of family before it. */
  private static Optional<InetAddress> gateway(Attributes attributes) {
    return attributes
        .address(RTA_GATEWAY)
        .or(
            () ->
                attributes
                    .bytes(RTA_VIA)
                    .map(via -> via.slice(2, via.limit() - 2))
                    .map(via -> Attributes.address(via, via.limit())));
  }
}
