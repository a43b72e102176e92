package io.lvsoperator.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules about packets that come out of a tunnel. Whoever sends a wrapped packet chooses everything
 * in it, so nothing gets through that a director did not wrap and that is not for a VIP of ours.
 *
 * <p>The outer source is known only before the packet is unwrapped and the inner destination only
 * after, and other programs' tunnels may end on the same node: so a director's outer packet gets a
 * mark, which the kernel keeps when it unwraps it, and what comes out of the device without one is
 * dropped. The mark is taken off at once.
 */
public sealed interface TunnelRule extends PacketRule {
  /** The outer packets of a tunnel: what they have in common beside their addresses. */
  private static String outer(Forwarding.Tunnel tunnel, Family family) {
    return switch (tunnel.type()) {
      // By number: nft's names for these come from a file that not every image has.
      case IPIP -> "meta l4proto " + (family == Family.IPV4 ? "4" : "41");
      case GUE -> "udp dport " + tunnel.port();
      case GRE -> "meta l4proto 47";
    };
  }

  private static String set(SortedSet<IpAddress> addresses) {
    return addresses.stream()
        .map(IpAddress::toString)
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private static String unmark(int mask) {
    return "meta mark set meta mark and 0x%08x".formatted(~mask);
  }

  private static SortedSet<IpAddress> copy(SortedSet<IpAddress> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a set without addresses is no statement");
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
  }

  /**
   * Takes our bits off wrapped packets, from whomever they are.
   *
   * @param tunnel how they are wrapped
   * @param family the family of the outer packets
   * @param mask our bits
   */
  record Distrust(Forwarding.Tunnel tunnel, Family family, int mask) implements TunnelRule {
    @Override
    public String statement() {
      return "meta nfproto %s %s %s"
          .formatted(family == Family.IPV4 ? "ipv4" : "ipv6", outer(tunnel, family), unmark(mask));
    }
  }

  /**
   * Marks wrapped packets that a director sent to a real server.
   *
   * @param tunnel how they are wrapped
   * @param realServer this node's address that is balanced to
   * @param directors every address of the directors, at least one
   * @param mark the mark
   */
  record Trust(
      Forwarding.Tunnel tunnel,
      IpAddress realServer,
      SortedSet<IpAddress> directors,
      PacketMark mark)
      implements TunnelRule {
    /** Copies and checks the addresses. */
    public Trust {
      directors = copy(directors);
    }

    @Override
    public String statement() {
      String ip = realServer.family().nft();
      return "%s daddr %s %s saddr %s %s meta mark set meta mark and 0x%08x or 0x%08x"
          .formatted(
              ip,
              realServer,
              ip,
              set(directors),
              outer(tunnel, realServer.family()),
              ~mark.mask(),
              mark.value());
    }
  }

  /**
   * Drops what comes out of a device of ours and was not wrapped by a director.
   *
   * @param link the device
   * @param mark what a director's packets carry
   */
  record DropUntrusted(String link, PacketMark mark) implements TunnelRule {
    @Override
    public String statement() {
      return "iifname \"%s\" meta mark and 0x%08x != 0x%08x drop"
          .formatted(link, mark.mask(), mark.value());
    }
  }

  /**
   * Drops what comes out of somebody else's device for a VIP of ours and was not wrapped by a
   * director; the rest is that program's.
   *
   * @param link the device
   * @param vips the VIPs, at least one
   * @param mark what a director's packets carry
   */
  record DropUntrustedForVips(String link, SortedSet<IpAddress> vips, PacketMark mark)
      implements TunnelRule {
    /** Copies and checks the addresses. */
    public DropUntrustedForVips {
      vips = copy(vips);
    }

    @Override
    public String statement() {
      return "iifname \"%s\" %s daddr %s meta mark and 0x%08x != 0x%08x drop"
          .formatted(link, vips.first().family().nft(), set(vips), mark.mask(), mark.value());
    }
  }

  /**
   * Drops what comes out of a device of ours and is of the other family.
   *
   * @param link the device
   * @param family the family of its VIPs
   */
  record DropOtherFamily(String link, Family family) implements TunnelRule {
    @Override
    public String statement() {
      return "iifname \"%s\" meta nfproto %s drop"
          .formatted(link, family == Family.IPV4 ? "ipv6" : "ipv4");
    }
  }

  /**
   * Drops what comes out of a device of ours for anything but its VIPs.
   *
   * @param link the device
   * @param vips the VIPs, at least one
   */
  record DropStrays(String link, SortedSet<IpAddress> vips) implements TunnelRule {
    /** Copies and checks the addresses. */
    public DropStrays {
      vips = copy(vips);
    }

    @Override
    public String statement() {
      return "iifname \"%s\" %s daddr != %s drop"
          .formatted(link, vips.first().family().nft(), set(vips));
    }
  }

  /**
   * Takes our bits off what has come out of a device.
   *
   * @param link the device
   * @param mask our bits
   */
  record Unmark(String link, int mask) implements TunnelRule {
    @Override
    public String statement() {
      return "iifname \"%s\" %s".formatted(link, unmark(mask));
    }
  }

  /**
   * Drops what came out of a device for a VIP and would be sent on: a node that has lost a VIP must
   * not route its packets back. What a host port leads to a pod has another destination here.
   *
   * @param link the device
   * @param vips the VIPs, at least one
   */
  record DropPassing(String link, SortedSet<IpAddress> vips) implements TunnelRule {
    /** Copies and checks the addresses. */
    public DropPassing {
      vips = copy(vips);
    }

    @Override
    public String statement() {
      return "iifname \"%s\" %s daddr %s drop"
          .formatted(link, vips.first().family().nft(), set(vips));
    }
  }

  /**
   * Tells clients to send segments that still fit when a director has wrapped them, also where the
   * messages that would tell them later are filtered. The kernel only ever lowers the size.
   *
   * @param vip the VIP
   * @param size the largest segment, in bytes
   */
  record ClampSegments(IpAddress vip, int size) implements TunnelRule {
    @Override
    public String statement() {
      return "%s saddr %s tcp flags & (syn|rst) == syn tcp option maxseg size set %d"
          .formatted(vip.family().nft(), vip, size);
    }
  }
}
