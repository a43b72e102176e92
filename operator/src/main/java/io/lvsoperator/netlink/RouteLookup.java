package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Asks the kernel which way it would send a packet, as {@code ip route get} does. */
public final class RouteLookup implements AutoCloseable {
  /** {@code struct rtmsg}. */
  private static final int HEADER = 12;

  private static final int RTA_DST = 1;
  private static final int RTA_METRICS = 8;
  private static final int RTAX_MTU = 2;

  private final NetlinkChannel channel;

  private RouteLookup(NetlinkChannel channel) {
    this.channel = channel;
  }

  /** Opens rtnetlink. */
  public static RouteLookup open() {
    return new RouteLookup(NetlinkChannel.route());
  }

  /**
   * A way that the kernel has found.
   *
   * @param route it; its type tells whether the address is the node's own
   * @param mtu the route's, set by somebody or learnt from ICMP; 0 for none
   */
  public record Found(RouteInfo route, int mtu) {}

  /**
   * {@return the way to an address; empty if there is none}
   *
   * @throws NetlinkException if the kernel can't be asked
   */
  public Optional<Found> to(InetAddress address) {
    try {
      return Optional.of(channel.get(new Get(address), RouteLookup::read));
    } catch (NetlinkException e) {
      return switch (e.errno()) {
        // No route; or one that says unreachable, prohibit or blackhole.
        case ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL -> Optional.empty();
        default -> throw e;
      };
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private static Found read(ByteBuffer payload) {
    int mtu =
        Attributes.behind(payload, HEADER)
            .nested(RTA_METRICS)
            .map(metrics -> metrics.u32(RTAX_MTU, 0))
            .orElse(0);
    return new Found(RouteCodec.readRoute(payload), mtu);
  }

  private record Get(InetAddress address) implements Request {
    @Override
    public String operation() {
      return "ip route get " + address.getHostAddress();
    }

    @Override
    public int type() {
      return Rtm.RTM_GETROUTE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      int family = Families.of(address);
      writer.rawU8(family).rawU8(Families.addressBits(family)).rawU8(0).rawU8(0);
      writer.rawU8(0).rawU8(0).rawU8(0).rawU8(0).rawU32(0);
      writer.address(RTA_DST, address);
    }
  }
}
