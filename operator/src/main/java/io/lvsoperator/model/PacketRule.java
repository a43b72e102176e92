package io.lvsoperator.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One thing that our nftables table does for one service, VIP, real server or director. All of a
 * kind share the rules of nft, and differ in the elements of sets and maps that these look into.
 */
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

  /** Adds the rules that it shares with others of its kind, and the elements of its own. */
  void write(NftTable.Draft table);

  /** What sets our bits of a connection's mark. */
  private static String remember(PacketMark mark) {
    return "ct mark set ct mark and 0x%08x or 0x%08x".formatted(~mark.mask(), mark.value());
  }

  /**
   * Remembers in conntrack from which director a new connection came: by its MAC, so that
   * connections of direct clients and those to pods behind this node stay out of it.
   *
   * @param link the interface on which the director sends
   * @param director the director's MAC on that link
   * @param realServer this node's address that is balanced to
   * @param protocol the protocol
   * @param ports the real server's ports
   * @param mark what stands for the director
   */
  record MarkFromDirector(
      String link,
      MacAddress director,
      IpAddress realServer,
      Protocol protocol,
      PortRange ports,
      PacketMark mark)
      implements PacketRule {
    @Override
    public void write(NftTable.Draft table) {
      NftTable.Key key =
          NftTable.Key.daddr(realServer)
              .after("ether_addr", "ether saddr", director.toString())
              .from(link);
      String theirs =
          table.ports("from-director-0x%x".formatted(mark.value()), key, protocol, ports);
      table.rule(
          PacketChain.FROM_DIRECTORS,
          0,
          "ct direction original ct state new %s %s".formatted(theirs, remember(mark)));
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
    public void write(NftTable.Draft table) {
      String statement =
          "ct direction reply ct mark and 0x%08x == 0x%08x meta mark set meta mark and 0x%08x or 0x%08x"
              .formatted(mark.mask(), mark.value(), ~mark.mask(), mark.value());
      table.rule(PacketChain.FROM_DIRECTORS, 1, statement);
      table.rule(PacketChain.REPLIES, 0, statement);
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
    public void write(NftTable.Draft table) {
      String theirs = table.ports("untracked", NftTable.Key.daddr(vip), protocol, ports);
      table.rule(PacketChain.UNTRACKED, 0, theirs + " notrack");
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
    public void write(NftTable.Draft table) {
      String theirs =
          table.ports("untracked-handshakes", NftTable.Key.daddr(vip), Protocol.TCP, ports);
      table.rule(PacketChain.UNTRACKED, 0, "%s %s notrack".formatted(BEGINS, theirs));
    }
  }

  /**
   * Writes an address of the director's into the packets of one service as their source. It asks
   * for the VIP, the protocol and the port that the client wrote: other connections to the real
   * servers, and other ports of an address of the director's own, keep their source; so do packets
   * that still go to a VIP, as those of DR do.
   *
   * <p>Where the source is written ipvs has written the destination already, and nft cannot look
   * for what conntrack remembers of address and port together: so a mark in conntrack tells it.
   *
   * @param vip the service's address
   * @param protocol the protocol
   * @param ports the service's ports
   * @param pool the addresses; empty for the one of the interface on which the packet leaves
   * @param own the ports that are taken on that one
   * @param onlyNew whether TCP connections must begin with this packet. Else it is enough that
   *     conntrack has not seen them before, as those of another director, or all of them where
   *     nothing has asked for conntrack before.
   * @param mark what connections carry whose source is written
   */
  record SourceNat(
      IpAddress vip,
      Protocol protocol,
      PortRange ports,
      List<IpAddress> pool,
      PortRange own,
      boolean onlyNew,
      PacketMark mark)
      implements PacketRule {
    /** The same on every director, so that each takes the same address for the same client. */
    private static final String SEED = "0x6c7673";

    /** Copies the pool. */
    public SourceNat {
      pool = List.copyOf(pool);
    }

    @Override
    public void write(NftTable.Draft table) {
      boolean begins = onlyNew && protocol == Protocol.TCP;
      NftTable.Key key = NftTable.Key.daddr(vip);
      String theirs =
          table.ports(begins ? "translated-handshakes" : "translated", key, protocol, ports);
      String statement =
          "%sct state new %s %s".formatted(begins ? BEGINS + " " : "", theirs, remember(mark));
      table.rule(PacketChain.TRANSLATED, 0, statement);
      table.rule(PacketChain.TRANSLATED_LOCAL, 0, statement);
      String ip = vip.family().nft();
      String source = source(ip);
      String vips = table.element("sources-%08x".formatted(source.hashCode()), key);
      table.rule(
          PacketChain.SOURCE_NAT,
          1,
          "ct mark and 0x%08x == 0x%08x meta l4proto { tcp, udp, sctp } ct original %s daddr @%s %s daddr != @%s %s"
              .formatted(mark.mask(), mark.value(), ip, vips, ip, vips, source));
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
    public void write(NftTable.Draft table) {
      table.rule(PacketChain.SOURCE_NAT, 0, "ct status snat accept");
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
    public void write(NftTable.Draft table) {
      String found = table.marks("marks", NftTable.Key.daddr(vip), protocol, ports, mark);
      // A single port is found last, and so overrules a range.
      table.rule(PacketChain.SERVICES, ports.isSingle() ? 2 : 1, "meta mark set " + found);
    }
  }

  /**
   * Leaves packets of a service unmarked that another director has balanced already: this node is
   * their real server.
   *
   * @param vip the service's address
   * @param director the other director's MAC
   */
  record LeaveBalanced(IpAddress vip, MacAddress director) implements PacketRule {
    @Override
    public void write(NftTable.Draft table) {
      NftTable.Key key =
          NftTable.Key.daddr(vip).after("ether_addr", "ether saddr", director.toString());
      table.rule(
          PacketChain.SERVICES,
          0,
          "iiftype ether %s @%s accept".formatted(key.fields(), table.element("balanced", key)));
    }
  }

  /**
   * Leaves packets of a service unmarked that came out of a tunnel: another director has balanced
   * them already.
   *
   * @param vip the service's address
   * @param link the tunnel's device, or the beginning of several devices' names and a star
   */
  record LeaveTunnelled(IpAddress vip, String link) implements PacketRule {
    @Override
    public void write(NftTable.Draft table) {
      NftTable.Key key = NftTable.Key.daddr(vip);
      String set = table.element("tunnelled-" + link.replace("*", ""), key);
      table.rule(
          PacketChain.SERVICES,
          0,
          "iifname \"%s\" %s @%s accept".formatted(link, key.fields(), set));
    }
  }
}
