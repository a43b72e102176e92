package io.lvsoperator.linux;

import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Says on a link that the router fe80::99 is there (RFC 4861 §4.2). */
final class RouterAdvertisement {
  private static final int HEADERS = 14 + 40;
  private static final int MESSAGE = 16;
  private static final int TYPE = 134;
  private static final int HOP_LIMIT = 255;
  private static final short LIFETIME_SECONDS = 1800;
  private static final byte[] ALL_NODES = {0x33, 0x33, 0, 0, 0, 1};
  private static final byte[] ROUTER_MAC = {2, 0, 0, 0, 0, (byte) 0x99};

  private final int link;

  RouterAdvertisement(String link) {
    try (RouteClient client = RouteClient.open()) {
      this.link =
          client.links().stream()
              .filter(l -> l.name().equals(link))
              .mapToInt(LinkInfo::index)
              .findFirst()
              .orElseThrow();
    }
  }

  void send() {
    Libc libc = Libc.linux();
    int socket = libc.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0);
    try {
      libc.sendto(
          socket, frame(), 0, SocketAddresses.packet(NeighbourFrame.ETHER_TYPE, link, ALL_NODES));
    } finally {
      libc.close(socket);
    }
  }

  private static ByteBuffer frame() {
    ByteBuffer frame = ByteBuffer.allocateDirect(HEADERS + MESSAGE).order(ByteOrder.BIG_ENDIAN);
    frame.put(ALL_NODES).put(ROUTER_MAC).putShort((short) NeighbourFrame.ETHER_TYPE);
    frame.putInt(6 << 28).putShort((short) MESSAGE);
    frame.put((byte) NeighbourFrame.ICMPV6).put((byte) HOP_LIMIT);
    frame.put(IpAddress.parse("fe80::99").bytes()).put(NeighbourFrame.ALL_NODES.bytes());
    frame.put((byte) TYPE).put((byte) 0).putShort((short) 0);
    frame.put((byte) 64).put((byte) 0).putShort(LIFETIME_SECONDS).putInt(0).putInt(0);
    frame.putShort(HEADERS + 2, checksum(frame));
    return frame.flip();
  }

  /** Over source, destination, length, protocol and message. */
  private static short checksum(ByteBuffer frame) {
    int sum = MESSAGE + NeighbourFrame.ICMPV6;
    for (int at = 14 + 8; at < HEADERS + MESSAGE; at += 2) {
      sum += frame.getShort(at) & 0xffff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
