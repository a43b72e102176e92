package io.lvsoperator.plan;

import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Sysctl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The devices on which a real server's packets come out of their tunnel. IPIP and GUE end at the
 * kernel's fallback device, which is ours only as long as nobody else uses it: a second IPIP device
 * would take other programs' packets away. GRE has a device of ours.
 */
final class TunnelDevices {
  private static final String GRE = "lvs-gre";
  private static final String GRE6 = "lvs-gre6";

  private final Observed observed;
  private final Ownership ownership;
  private final Map<IpAddress, Gre> made = new HashMap<>();

  TunnelDevices(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
  }

  /** A GRE device, and the part for which it is as it is. */
  private record Gre(OwnLink link, HostedPart first) {}

  /** Where a tunnel ends. */
  sealed interface End {
    /** At the kernel's own device, which nobody else uses. */
    record Fallback(FallbackLink link) implements End {}

    /** At a device of ours. */
    record Made(OwnLink link) implements End {}

    /** At a device that another program uses too: it stays as it is. */
    record Shared(FallbackLink link) implements End {}

    /** Nowhere. */
    record Nowhere(Outcome why) implements End {}
  }

  /**
   * {@return the names of the devices of every type for packets of this family, as nft matches
   * them}
   */
  static List<String> names(Family family) {
    return switch (family) {
      case IPV4 -> List.of(FallbackLink.TUNL0.link(), GRE + "*");
      case IPV6 -> List.of(FallbackLink.IP6TNL0.link(), GRE6 + "*");
    };
  }

  /** {@return where the tunnel of this part ends} */
  End of(HostedPart part) {
    IpAddress address = part.address();
    return switch (tunnel(part).type()) {
      case IPIP, GUE -> fallback(address.family());
      case GRE -> gre(part);
    };
  }

  /** {@return whether a device stands that takes this part's packets as they come} */
  boolean stands(HostedPart part) {
    return standing(part.address()).filter(l -> l.checksum() == checksum(part)).isPresent();
  }

  static Forwarding.Tunnel tunnel(HostedPart part) {
    return part.tunnel().orElse(Forwarding.Tunnel.IPIP);
  }

  private static boolean checksum(HostedPart part) {
    return tunnel(part).checksum() != Forwarding.TunnelChecksum.NONE;
  }

  private End fallback(Family family) {
    FallbackLink fallback = family == Family.IPV4 ? FallbackLink.TUNL0 : FallbackLink.IP6TNL0;
    boolean up = observed.link(fallback.link()).filter(Link::up).isPresent();
    List<LinkAddress> addresses =
        observed.addresses().on(fallback.link()).stream()
            .filter(a -> !a.address().isLinkLocal())
            .toList();
    boolean foreign = addresses.stream().anyMatch(a -> !ownership.owns(a));
    boolean broughtUp = ownership.linksUp().contains(fallback) || !addresses.isEmpty();
    if (!foreign && (!up || broughtUp)) {
      return new End.Fallback(fallback);
    }
    return obstacle(fallback, up, addresses)
        .<End>map(End.Nowhere::new)
        .orElseGet(() -> new End.Shared(fallback));
  }

  private Optional<Outcome> obstacle(
      FallbackLink fallback, boolean up, List<LinkAddress> addresses) {
    if (!up) {
      return Optional.of(
          notUsable("%s has another program's address and is down".formatted(fallback.link())));
    }
    if (fallback != FallbackLink.TUNL0) {
      return Optional.empty(); // IPv6 has no rp_filter
    }
    int effective = Math.max(rpFilter("all"), rpFilter(fallback.link()));
    boolean numbered =
        addresses.stream().anyMatch(a -> a.address().family() == Family.IPV4 && !ownership.owns(a));
    return numbered ? strict(effective) : loose(effective);
  }

  private static Optional<Outcome> strict(int effective) {
    return effective != 1
        ? Optional.empty()
        : Optional.of(
            notUsable(
                "tunl0 is another program's and drops what clients send, because its effective rp_filter (the larger of net.ipv4.conf.all's and its own) is 1; 2 would do"));
  }

  /** Even 2 drops everything on a device without an address (tried on Linux 6.1 and 7.2). */
  private static Optional<Outcome> loose(int effective) {
    return effective == 0
        ? Optional.empty()
        : Optional.of(
            notUsable(
                "tunl0 was switched on by another program and has no address, so that its effective rp_filter, %d, drops what clients send; 0 would do"
                    .formatted(effective)));
  }

  private static Outcome notUsable(String why) {
    return Outcome.refused(
        "TunnelNotUsable", why + ": change that, or set spec.tunnel.type to GRE");
  }

  private int rpFilter(String scope) {
    String value = observed.sysctls().getOrDefault(Sysctl.rpFilter(scope), "0");
    return value.matches("[0-2]") ? Integer.parseInt(value) : 0;
  }

  private End gre(HostedPart part) {
    IpAddress address = part.address();
    boolean checksum = checksum(part);
    Gre gre = made.computeIfAbsent(address, a -> new Gre(greLink(a, checksum), part));
    return gre.link().checksum() == checksum
        ? new End.Made(gre.link())
        : new End.Nowhere(bothWays(part, gre.first()));
  }

  private static Outcome bothWays(HostedPart part, HostedPart first) {
    String beginning =
        "the kernel takes GRE packets at %s either with checksums or without, and LvsService %s "
            .formatted(part.address(), first.service());
    return Outcome.refused(
        "TunnelNotUsable",
        beginning
            + (part.service().equals(first.service())
                ? "still has them as it was: set spec.tunnel.type to GUE or IPIP first, and back to"
                    + " GRE with the other checksum when that is programmed"
                : "has them the other way: give both the same spec.tunnel.checksum, or this one a"
                    + " RealServer with another address of this machine"));
  }

  private OwnLink greLink(IpAddress address, boolean checksum) {
    boolean v4 = address.family() == Family.IPV4;
    String name = standing(address).map(OwnLink::name).orElseGet(() -> freeName(v4 ? GRE : GRE6));
    return new OwnLink(
        name,
        v4 ? OwnLink.Kind.GRE : OwnLink.Kind.IP6GRE,
        Optional.of(address),
        Optional.empty(),
        checksum);
  }

  private Optional<OwnLink> standing(IpAddress address) {
    return observed.ownLinks().stream()
        .filter(l -> l.kind() == OwnLink.Kind.GRE || l.kind() == OwnLink.Kind.IP6GRE)
        .filter(l -> l.local().equals(Optional.of(address)))
        .findFirst();
  }

  /** A node has one address that is balanced to, as a rule, and so one device. */
  private String freeName(String base) {
    return Stream.concat(
            Stream.of(base), IntStream.iterate(2, n -> n + 1).mapToObj(n -> base + "-" + n))
        .filter(name -> observed.link(name).isEmpty())
        .filter(name -> made.values().stream().noneMatch(gre -> gre.link().name().equals(name)))
        .findFirst()
        .orElseThrow();
  }
}
