package io.lvsoperator.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One rule of our nftables table, as a value that prints itself as nft writes it. */
public sealed interface PacketRule
    permits PacketRule.MarkFromDirector,
        PacketRule.MarkReplies,
        PacketRule.Untracked,
        PacketRule.UntrackedHandshake,
        PacketRule.SourceNat,
        PacketRule.KeepSources,
        PacketRule.MarkService,
        PacketRule.LeaveBalanced,
        PacketRule.LeaveTunnelled,
        TunnelRule,
        VipRule {
  /** The first packet of a TCP connection. */
  String BEGINS = "tcp flags & (syn | ack) == syn";

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
   * @param ports the real server's ports, at least one, none twice
   * @param mark what stands for the director
   */
  record MarkFromDirector(
      String link,
      MacAddress director,
      IpAddress realServer,
      Protocol protocol,
      SortedSet<PortRange> ports,
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
      return "iifname \"%s\" ether saddr %s %s daddr %s %s dport { %s } ct direction original ct state new ct mark set ct mark and 0x%08x or 0x%08x"
          .formatted(
              link,
              director,
              realServer.family().nft(),
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

  /**
   * Leaves the packets of a service whose replies do not come back this way out of conntrack: a
   * firewall would find half a connection invalid.
   *
   * @param vip the service's address
   * @param protocol the protocol
   * @param ports the service's ports
   */
  record Untracked(IpAddress vip, Protocol protocol, PortRange ports) implements PacketRule {
    @Override
    public String statement() {
      return "%s daddr %s %s dport %s notrack"
          .formatted(vip.family().nft(), vip, protocol.nft(), ports);
    }
  }

  /**
   * Leaves the first packet of new TCP connections out of conntrack, and lets it see the others. To
   * conntrack a new connection then is one that it has missed the beginning of, which it finds
   * valid although no replies come this way (unless {@code nf_conntrack_tcp_loose} is 0); one that
   * it knows from before keeps what it knows of it.
   *
   * @param vip the service's address
   * @param ports the service's ports
   */
  record UntrackedHandshake(IpAddress vip, PortRange ports) implements PacketRule {
    @Override
    public String statement() {
      return "%s daddr %s tcp dport %s %s notrack"
          .formatted(vip.family().nft(), vip, ports, BEGINS);
    }
  }

  /**
   * Writes an address of the director's into the packets of one service as their source. It asks
   * for the VIP, the protocol and the port that the client wrote: other connections to the real
   * servers, and other ports of an address of the director's own, keep their source; so do packets
   * that still go to the VIP, as those of DR do.
   *
   * @param vip the service's address
   * @param protocol the protocol
   * @param ports the service's ports
   * @param pool the addresses; empty for the one of the interface on which the packet leaves
   * @param own the ports that are taken on that one
   * @param onlyNew whether TCP connections must begin with this packet. Else it is enough that
   *     conntrack has not seen them before, as those of another director, or all of them where
   *     nothing has asked for conntrack before.
   */
  record SourceNat(
      IpAddress vip,
      Protocol protocol,
      PortRange ports,
      List<IpAddress> pool,
      PortRange own,
      boolean onlyNew)
      implements PacketRule {
    /** The same on every director, so that each takes the same address for the same client. */
    private static final String SEED = "0x6c7673";

    /** Copies the pool. */
    public SourceNat {
      pool = List.copyOf(pool);
    }

    /** For every connection that conntrack has not seen before, from the usual ports. */
    public SourceNat(IpAddress vip, Protocol protocol, PortRange ports, List<IpAddress> pool) {
      this(vip, protocol, ports, pool, SourcePorts.OWN, false);
    }

    @Override
    public String statement() {
      String ip = vip.family().nft();
      String begins = onlyNew && protocol == Protocol.TCP ? BEGINS + " " : "";
      return "%s%s %s daddr != %s %s".formatted(begins, selector(), ip, vip, source(ip));
    }

    /** {@return the part of the statement that tells the service} */
    public String selector() {
      return "meta l4proto %s ct original %s daddr %s ct original proto-dst %s"
          .formatted(protocol.nft(), vip.family().nft(), vip, ports);
    }

    private String source(String ip) {
      return switch (pool.size()) {
        case 0 -> "masquerade to :" + own;
        case 1 -> "snat %s to %s".formatted(ip, pool.getFirst());
        default ->
            "snat %s to jhash %s saddr . th sport mod %d seed %s map { %s }"
                .formatted(ip, ip, pool.size(), SEED, choices());
      };
    }

    private String choices() {
      return IntStream.range(0, pool.size())
          .mapToObj(i -> i + " : " + pool.get(i))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * Has the kernel go on to write the sources that it has written before, and writes none itself:
   * it does so as long as there is a chain of type nat, and a rule that asks conntrack.
   */
  record KeepSources() implements PacketRule {
    @Override
    public String statement() {
      return "ct status snat accept";
    }
  }

  /**
   * Gives packets for these ports the mark by which ipvs finds their virtual server. It replaces a
   * mark that they have: ipvs is the next to look at it.
   *
   * @param vip the service's address
   * @param protocol the protocol
   * @param ports the service's ports
   * @param mark the mark
   */
  record MarkService(IpAddress vip, Protocol protocol, PortRange ports, int mark)
      implements PacketRule {
    @Override
    public String statement() {
      return "%s daddr %s %s dport %s meta mark set 0x%08x"
          .formatted(vip.family().nft(), vip, protocol.nft(), ports, mark);
    }

    private static final Pattern STATEMENT =
        Pattern.compile(
            "(?:^|.* )ip6? daddr (\\S+) (\\S+) dport (\\d+)(?:-(\\d+))? meta mark set 0x([0-9a-f]{8})");

    /** {@return the rule that a statement of our table is, whatever chain it names before it} */
    public static Optional<MarkService> in(String statement) {
      Matcher matcher = STATEMENT.matcher(statement);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(matcher.group(3));
      int last = matcher.group(4) == null ? first : Integer.parseInt(matcher.group(4));
      return Stream.of(Protocol.values())
          .filter(protocol -> protocol.nft().equals(matcher.group(2)))
          .map(
              protocol ->
                  new MarkService(
                      IpAddress.parse(matcher.group(1)),
                      protocol,
                      new PortRange(first, last),
                      Integer.parseInt(matcher.group(5), 16)))
          .findFirst();
    }
  }

  /**
   * Leaves packets of a service unmarked that another director has balanced already: this node is
   * their real server.
   *
   * @param vip the service's address
   * @param directors the other directors' MACs, at least one
   */
  record LeaveBalanced(IpAddress vip, SortedSet<MacAddress> directors) implements PacketRule {
    /** Copies and checks the directors. */
    public LeaveBalanced {
      if (directors.isEmpty()) {
        throw new IllegalArgumentException("no other director for " + vip);
      }
      directors = Collections.unmodifiableSortedSet(new TreeSet<>(directors));
    }

    @Override
    public String statement() {
      return "iiftype ether ether saddr { %s } %s daddr %s accept"
          .formatted(
              directors.stream().map(MacAddress::toString).collect(Collectors.joining(", ")),
              vip.family().nft(),
              vip);
    }
  }

  /**
   * Leaves packets of a service unmarked that came out of a tunnel: another director has balanced
   * them already.
   *
   * @param vip the service's address
   * @param link the tunnel's device
   */
  record LeaveTunnelled(IpAddress vip, String link) implements PacketRule {
    @Override
    public String statement() {
      return "iifname \"%s\" %s daddr %s accept".formatted(link, vip.family().nft(), vip);
    }
  }
}
