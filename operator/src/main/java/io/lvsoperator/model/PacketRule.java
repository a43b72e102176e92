package io.lvsoperator.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One rule of our nftables table, as a value that prints itself as nft writes it. */
public sealed interface PacketRule {
  /** {@return the rule's statement, as {@code nft add rule TABLE CHAIN} takes it} */
  String statement();

  /**
   * Remembers in conntrack from which director a new connection came: by its MAC, so that
   * connections of direct clients and those to pods behind this node stay out of it.
   *
   * @param link the interface on which the director sends
   * @param director the director's MAC on that link
   * @param realServer this node's address that is balanced to
   * @param protocol the protocol
   * @param ports the real server's ports, at least one
   * @param mark what stands for the director
   */
  record MarkFromDirector(
      String link,
      MacAddress director,
      IpAddress realServer,
      Protocol protocol,
      SortedSet<Integer> ports,
      PacketMark mark)
      implements PacketRule {
    /** Copies and checks the ports. */
    public MarkFromDirector {
      if (ports.isEmpty()) {
        throw new IllegalArgumentException("no port of " + realServer);
      }
      ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    }

    @Override
    public String statement() {
      String ip = realServer.family() == Family.IPV4 ? "ip" : "ip6";
      return "iifname \"%s\" ether saddr %s %s daddr %s %s dport { %s } ct direction original ct state new ct mark set ct mark and 0x%08x or 0x%08x"
          .formatted(
              link,
              director,
              ip,
              realServer,
              protocol.nft(),
              ports.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              ~mark.mask(),
              mark.value());
    }
  }

  /**
   * Puts a connection's mark on its replies, so that a routing rule sends them back to the
   * director.
   *
   * @param mark what stands for the director
   */
  record MarkReplies(PacketMark mark) implements PacketRule {
    @Override
    public String statement() {
      return "ct direction reply ct mark and 0x%08x == 0x%08x meta mark set meta mark and 0x%08x or 0x%08x"
          .formatted(mark.mask(), mark.value(), ~mark.mask(), mark.value());
    }
  }
}
