package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes and rules, as {@code linux/rtnetlink.h} and {@code linux/fib_rules.h} lay them out. */
final class RouteCodec {

  /** {@code struct rtmsg} and {@code struct fib_rule_hdr}. */
  private static final int HEADER = 12;

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
    Attributes attributes = Attributes.behind(payload, HEADER);
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
    Attributes attributes = Attributes.behind(payload, HEADER);
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
