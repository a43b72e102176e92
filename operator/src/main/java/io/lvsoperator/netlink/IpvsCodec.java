package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.netlink.IpvsDestination.Tunnel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The attributes of {@code linux/ip_vs.h} to and from values. */
final class IpvsCodec {
  static final int CMD_ATTR_SERVICE = 1;
  static final int CMD_ATTR_DEST = 2;
  static final int CMD_ATTR_TIMEOUT_TCP = 4;
  static final int CMD_ATTR_TIMEOUT_TCP_FIN = 5;
  static final int CMD_ATTR_TIMEOUT_UDP = 6;

  private static final int SVC_ATTR_AF = 1;
  private static final int SVC_ATTR_PROTOCOL = 2;
  private static final int SVC_ATTR_ADDR = 3;
  private static final int SVC_ATTR_PORT = 4;
  private static final int SVC_ATTR_FWMARK = 5;
  private static final int SVC_ATTR_SCHED_NAME = 6;
  private static final int SVC_ATTR_FLAGS = 7;
  private static final int SVC_ATTR_TIMEOUT = 8;
  private static final int SVC_ATTR_NETMASK = 9;
  private static final int SVC_ATTR_STATS = 10;
  private static final int SVC_ATTR_PE_NAME = 11;
  private static final int SVC_ATTR_STATS64 = 12;

  private static final int DEST_ATTR_ADDR = 1;
  private static final int DEST_ATTR_PORT = 2;
  private static final int DEST_ATTR_FWD_METHOD = 3;
  private static final int DEST_ATTR_WEIGHT = 4;
  private static final int DEST_ATTR_U_THRESH = 5;
  private static final int DEST_ATTR_L_THRESH = 6;
  private static final int DEST_ATTR_ACTIVE_CONNS = 7;
  private static final int DEST_ATTR_INACT_CONNS = 8;
  private static final int DEST_ATTR_PERSIST_CONNS = 9;
  private static final int DEST_ATTR_STATS = 10;
  private static final int DEST_ATTR_ADDR_FAMILY = 11;
  private static final int DEST_ATTR_STATS64 = 12;
  private static final int DEST_ATTR_TUN_TYPE = 13;
  private static final int DEST_ATTR_TUN_PORT = 14;
  private static final int DEST_ATTR_TUN_FLAGS = 15;

  private static final int STATS_ATTR_CONNS = 1;
  private static final int STATS_ATTR_INPKTS = 2;
  private static final int STATS_ATTR_OUTPKTS = 3;
  private static final int STATS_ATTR_INBYTES = 4;
  private static final int STATS_ATTR_OUTBYTES = 5;

  private static final int INFO_ATTR_VERSION = 1;
  private static final int INFO_ATTR_CONN_TAB_SIZE = 2;

  private static final int FORWARDING_MASK = 7;

  /** Addresses travel in a field of 16 bytes; IPv4 in its first 4. */
  private static final int ADDRESS_FIELD = 16;

  private IpvsCodec() {}

  /** Writes the nest that identifies a virtual server. */
  static void writeKey(MessageWriter writer, IpvsKey key) {
    int nest = writer.beginNested(CMD_ATTR_SERVICE);
    writeKeyAttributes(writer, key);
    writer.endNested(nest);
  }

  /** Writes the nest that identifies and configures a virtual server. */
  static void writeService(MessageWriter writer, IpvsService service) {
    int nest = writer.beginNested(CMD_ATTR_SERVICE);
    writeKeyAttributes(writer, service.key());
    writer.string(SVC_ATTR_SCHED_NAME, service.scheduler());
    service.persistenceEngine().ifPresent(name -> writer.string(SVC_ATTR_PE_NAME, name));
    writer.bytes(SVC_ATTR_FLAGS, flagsAndMask(service.flags()));
    writer.u32(SVC_ATTR_TIMEOUT, service.persistenceSeconds());
    if (service.key().family() == Sockets.AF_INET) {
      writer.be32(SVC_ATTR_NETMASK, ipv4Netmask(service.prefixLength()));
    } else {
      writer.u32(SVC_ATTR_NETMASK, service.prefixLength());
    }
    writer.endNested(nest);
  }

  /** Reads the nest of a virtual server. */
  static IpvsServiceState readService(Attributes command) {
    Attributes service = required(command.nested(CMD_ATTR_SERVICE), "virtual server");
    int family = service.u16(SVC_ATTR_AF, Sockets.AF_INET);
    return new IpvsServiceState(
        new IpvsService(
            readKey(service, family),
            service.string(SVC_ATTR_SCHED_NAME).orElse("none"),
            service.u32(SVC_ATTR_FLAGS, 0) & ~IpvsService.HASHED,
            service.u32(SVC_ATTR_TIMEOUT, 0),
            family == Sockets.AF_INET
                ? Integer.bitCount(service.be32(SVC_ATTR_NETMASK, -1))
                : service.u32(SVC_ATTR_NETMASK, 128),
            service.string(SVC_ATTR_PE_NAME)),
        counters(service.nested(SVC_ATTR_STATS64), service.nested(SVC_ATTR_STATS)));
  }

  /** Writes the nest that identifies a destination. */
  static void writeDestinationKey(MessageWriter writer, InetAddress address, int port) {
    int nest = writer.beginNested(CMD_ATTR_DEST);
    writeDestinationKeyAttributes(writer, address, port);
    writer.endNested(nest);
  }

  /** Writes the nest that identifies and configures a destination. */
  static void writeDestination(MessageWriter writer, IpvsDestination destination) {
    int nest = writer.beginNested(CMD_ATTR_DEST);
    writeDestinationKeyAttributes(writer, destination.address(), destination.port());
    writer.u32(DEST_ATTR_FWD_METHOD, destination.method());
    writer.u32(DEST_ATTR_WEIGHT, destination.weight());
    if (destination.method() == IpvsDestination.TUNNEL) {
      writer.u8(DEST_ATTR_TUN_TYPE, destination.tunnel().type());
      writer.be16(DEST_ATTR_TUN_PORT, destination.tunnel().port());
      writer.u16(DEST_ATTR_TUN_FLAGS, destination.tunnel().flags());
    }
    writer.u32(DEST_ATTR_U_THRESH, (int) destination.upperThreshold());
    writer.u32(DEST_ATTR_L_THRESH, (int) destination.lowerThreshold());
    writer.endNested(nest);
  }

  /**
   * Reads the nest of a destination.
   *
   * @param serviceFamily the family where the kernel does not name one (before 3.18)
   */
  static IpvsDestinationState readDestination(Attributes command, int serviceFamily) {
    Attributes dest = required(command.nested(CMD_ATTR_DEST), "destination");
    int family = dest.u16(DEST_ATTR_ADDR_FAMILY, serviceFamily);
    return new IpvsDestinationState(
        new IpvsDestination(
            required(dest.address(DEST_ATTR_ADDR, family), "destination's address"),
            dest.be16(DEST_ATTR_PORT, 0),
            dest.u32(DEST_ATTR_FWD_METHOD, 0) & FORWARDING_MASK,
            dest.u32(DEST_ATTR_WEIGHT, 0),
            dest.unsigned32(DEST_ATTR_U_THRESH, 0),
            dest.unsigned32(DEST_ATTR_L_THRESH, 0),
            new Tunnel(
                dest.u8(DEST_ATTR_TUN_TYPE, 0),
                dest.be16(DEST_ATTR_TUN_PORT, 0),
                dest.u16(DEST_ATTR_TUN_FLAGS, 0))),
        dest.unsigned32(DEST_ATTR_ACTIVE_CONNS, 0),
        dest.unsigned32(DEST_ATTR_INACT_CONNS, 0),
        dest.unsigned32(DEST_ATTR_PERSIST_CONNS, 0),
        counters(dest.nested(DEST_ATTR_STATS64), dest.nested(DEST_ATTR_STATS)));
  }

  /** Writes the timeouts that are not 0. */
  static void writeTimeouts(MessageWriter writer, IpvsTimeouts timeouts) {
    writeIfSet(writer, CMD_ATTR_TIMEOUT_TCP, timeouts.tcp());
    writeIfSet(writer, CMD_ATTR_TIMEOUT_TCP_FIN, timeouts.tcpFin());
    writeIfSet(writer, CMD_ATTR_TIMEOUT_UDP, timeouts.udp());
  }

  /** Reads the timeouts. */
  static IpvsTimeouts readTimeouts(Attributes command) {
    return new IpvsTimeouts(
        command.u32(CMD_ATTR_TIMEOUT_TCP, 0),
        command.u32(CMD_ATTR_TIMEOUT_TCP_FIN, 0),
        command.u32(CMD_ATTR_TIMEOUT_UDP, 0));
  }

  /** Reads the answer to GET_INFO; the version is 0x010201 for 1.2.1. */
  static IpvsInfo readInfo(Attributes command) {
    int version = command.u32(INFO_ATTR_VERSION, 0);
    return new IpvsInfo(
        (version >> 16 & 0xff) + "." + (version >> 8 & 0xff) + "." + (version & 0xff),
        command.u32(INFO_ATTR_CONN_TAB_SIZE, 0));
  }

  private static void writeKeyAttributes(MessageWriter writer, IpvsKey key) {
    writer.u16(SVC_ATTR_AF, key.family());
    switch (key) {
      case IpvsKey.AddressKey(InetAddress address, int protocol, int port) ->
          writer
              .u16(SVC_ATTR_PROTOCOL, protocol)
              .bytes(SVC_ATTR_ADDR, field(address))
              .be16(SVC_ATTR_PORT, port);
      case IpvsKey.MarkKey(int family, int mark) -> writer.u32(SVC_ATTR_FWMARK, mark);
    }
  }

  private static IpvsKey readKey(Attributes service, int family) {
    int mark = service.u32(SVC_ATTR_FWMARK, 0);
    if (mark != 0) {
      return new IpvsKey.MarkKey(family, mark);
    }
    return new IpvsKey.AddressKey(
        required(service.address(SVC_ATTR_ADDR, family), "virtual server's address"),
        service.u16(SVC_ATTR_PROTOCOL, 0),
        service.be16(SVC_ATTR_PORT, 0));
  }

  private static void writeDestinationKeyAttributes(
      MessageWriter writer, InetAddress address, int port) {
    writer.u16(DEST_ATTR_ADDR_FAMILY, Families.of(address));
    writer.bytes(DEST_ATTR_ADDR, field(address));
    writer.be16(DEST_ATTR_PORT, port);
  }

  private static IpvsCounters counters(Optional<Attributes> wide, Optional<Attributes> narrow) {
    return wide.map(
            stats ->
                new IpvsCounters(
                    stats.u64(STATS_ATTR_CONNS, 0),
                    stats.u64(STATS_ATTR_INPKTS, 0),
                    stats.u64(STATS_ATTR_OUTPKTS, 0),
                    stats.u64(STATS_ATTR_INBYTES, 0),
                    stats.u64(STATS_ATTR_OUTBYTES, 0)))
        .or(() -> narrow.map(IpvsCodec::narrowCounters))
        .orElse(IpvsCounters.ZERO);
  }

  /** Before 4.1 only the byte counters had 64 bits. */
  private static IpvsCounters narrowCounters(Attributes stats) {
    return new IpvsCounters(
        stats.unsigned32(STATS_ATTR_CONNS, 0),
        stats.unsigned32(STATS_ATTR_INPKTS, 0),
        stats.unsigned32(STATS_ATTR_OUTPKTS, 0),
        stats.u64(STATS_ATTR_INBYTES, 0),
        stats.u64(STATS_ATTR_OUTBYTES, 0));
  }

  /** Flags and the mask of the flags that count, in the machine's byte order. */
  private static byte[] flagsAndMask(int flags) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(flags).putInt(-1).array();
  }

  private static byte[] field(InetAddress address) {
    return Arrays.copyOf(address.getAddress(), ADDRESS_FIELD);
  }

  private static int ipv4Netmask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
  }

  private static void writeIfSet(MessageWriter writer, int type, int seconds) {
    if (seconds != 0) {
      writer.u32(type, seconds);
    }
  }

  private static <T> T required(Optional<T> value, String what) {
    return value.orElseThrow(
        () ->
            new NetlinkException(
                "ipvsadm -Sn", Errno.EBADMSG, "the kernel's answer has no " + what));
  }
}
