package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.util.Optional;

/** {@code IFLA_INFO_DATA} of tunnel devices, as {@code linux/if_tunnel.h} lays it out. */
final class TunnelCodec {
  private static final int IFLA_IPTUN_LOCAL = 2;
  private static final int IFLA_IPTUN_REMOTE = 3;
  private static final int IFLA_IPTUN_PROTO = 9;
  private static final int IFLA_GRE_IFLAGS = 2;
  private static final int IFLA_GRE_LOCAL = 6;
  private static final int IFLA_GRE_REMOTE = 7;

  /** {@code GRE_CSUM}, in network order. */
  private static final int GRE_CSUM = 0x8000;

  private static final int ANY_PAYLOAD = 0;

  private TunnelCodec() {}

  /** What {@link #read} would read back. */
  static void write(MessageWriter writer, String kind, TunnelInfo tunnel) {
    if (isGre(kind)) {
      tunnel.local().ifPresent(a -> writer.address(IFLA_GRE_LOCAL, a));
      tunnel.remote().ifPresent(a -> writer.address(IFLA_GRE_REMOTE, a));
      writer.be16(IFLA_GRE_IFLAGS, tunnel.inputChecksum() ? GRE_CSUM : 0);
      return;
    }
    tunnel.local().ifPresent(a -> writer.address(IFLA_IPTUN_LOCAL, a));
    tunnel.remote().ifPresent(a -> writer.address(IFLA_IPTUN_REMOTE, a));
    if (kind.equals("ip6tnl")) {
      writer.u8(IFLA_IPTUN_PROTO, ANY_PAYLOAD);
    }
  }

  /** Empty for a kind of device that is no tunnel. */
  static Optional<TunnelInfo> read(String kind, Attributes data) {
    return switch (kind) {
      case "gre", "ip6gre" ->
          Optional.of(
              new TunnelInfo(
                  address(data, IFLA_GRE_LOCAL),
                  address(data, IFLA_GRE_REMOTE),
                  (data.be16(IFLA_GRE_IFLAGS, 0) & GRE_CSUM) != 0));
      case "ipip", "ip6tnl", "sit" ->
          Optional.of(
              new TunnelInfo(
                  address(data, IFLA_IPTUN_LOCAL), address(data, IFLA_IPTUN_REMOTE), false));
      default -> Optional.empty();
    };
  }

  private static Optional<InetAddress> address(Attributes data, int type) {
    return data.address(type).filter(address -> !address.isAnyLocalAddress());
  }

  private static boolean isGre(String kind) {
    return kind.equals("gre") || kind.equals("ip6gre");
  }
}
