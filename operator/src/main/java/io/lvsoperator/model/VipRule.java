package io.lvsoperator.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules about what arrives for a VIP that ipvs did not take. A node's own servers, such as SSH and
 * the kubelet, listen on every address that it has, and would answer on the VIP too.
 *
 * <p>They are about beginnings alone: what goes on, errors on the way (ICMP) and neighbour
 * discovery are none of TCP's, UDP's and SCTP's beginnings.
 */
public sealed interface VipRule extends PacketRule {
  private static String set(SortedSet<IpAddress> addresses) {
    return addresses.stream()
        .map(IpAddress::toString)
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  /** Lets through what the node sends to itself: nobody else can. */
  record AcceptLocal() implements VipRule {
    @Override
    public String statement() {
      return "iifname \"lo\" accept";
    }
  }

  /**
   * Lets through what is for no VIP, so that a node's own traffic meets two rules however many VIPs
   * it has.
   *
   * @param vips the VIPs, at least one, of one family
   */
  record AcceptOthers(SortedSet<IpAddress> vips) implements VipRule {
    /** Copies and checks the addresses. */
    public AcceptOthers {
      if (vips.isEmpty()) {
        throw new IllegalArgumentException("a set without addresses is no statement");
      }
      vips = Collections.unmodifiableSortedSet(new TreeSet<>(vips));
    }

    @Override
    public String statement() {
      return "%s daddr != %s accept".formatted(vips.first().family().nft(), set(vips));
    }
  }

  /**
   * Drops what begins a connection to a port that no service has.
   *
   * <p>TCP's beginnings are told by their flags, and not by conntrack: that would take a connection
   * for new which it sees for the first time in its middle. UDP has no other sign.
   *
   * @param vip the VIP
   * @param protocol the protocol
   * @param served the ports that services have, apart from each other; may be none
   * @param replies whether answers may come here that this node asked for from the VIP, as on a
   *     director; conntrack tells them, but for TCP
   */
  record DropUnserved(IpAddress vip, Protocol protocol, List<PortRange> served, boolean replies)
      implements VipRule {
    /** Copies the ports. */
    public DropUnserved {
      served = List.copyOf(served);
    }

    @Override
    public String statement() {
      return "%s daddr %s %s%s drop".formatted(vip.family().nft(), vip, unserved(), begins());
    }

    private String unserved() {
      return served.isEmpty()
          ? "meta l4proto " + protocol.nft()
          : "%s dport != { %s }"
              .formatted(
                  protocol.nft(),
                  served.stream().map(PortRange::toString).collect(Collectors.joining(", ")));
    }

    private String begins() {
      return switch (protocol) {
        case TCP -> " " + BEGINS;
        case UDP, SCTP -> replies ? " ct state new" : "";
      };
    }
  }
}
