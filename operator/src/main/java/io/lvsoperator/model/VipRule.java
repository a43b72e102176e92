package io.lvsoperator.model;

/**
 * What becomes of packets for a VIP that ipvs did not take. A node's own servers, such as SSH and
 * the kubelet, listen on every address that it has, and would answer on the VIP too.
 *
 * <p>This is about beginnings alone: what goes on, errors on the way (ICMP) and neighbour discovery
 * are none of TCP's, UDP's and SCTP's beginnings. A fragment without ports begins nothing either.
 */
public sealed interface VipRule extends PacketRule {
  /**
   * Drops what begins a connection to a port of a VIP that no service has, unless the node sends it
   * to itself: nobody else can.
   *
   * <p>TCP's beginnings are told by their flags, and not by conntrack: that would take a connection
   * for new which it sees for the first time in its middle. UDP has no other sign.
   *
   * @param vip the VIP
   * @param replies whether answers may come here that this node asked for from the VIP, as on a
   *     director; conntrack tells them, but for TCP
   */
  record Closed(IpAddress vip, boolean replies) implements VipRule {
    @Override
    public void write(NftTable.Draft table) {
      NftTable.Key key = NftTable.Key.daddr(vip);
      String daddr = key.fields();
      String closed = table.element("closed", key);
      table.rule(PacketChain.VIP_PORTS, 0, "iifname \"lo\" accept");
      table.rule(PacketChain.VIP_PORTS, 1, "%s != @%s accept".formatted(daddr, closed));
      table.rule(
          PacketChain.VIP_PORTS, 3, "%s @%s %s drop".formatted(daddr, closed, PacketRule.BEGINS));
      String others = table.element(replies ? "directed" : "hidden", key);
      table.rule(
          PacketChain.VIP_PORTS,
          3,
          "%s @%s meta l4proto { udp, sctp } th dport 0-65535%s drop"
              .formatted(daddr, others, replies ? " ct state new" : ""));
    }
  }

  /**
   * Lets through what is for a port of a closed VIP that a service has.
   *
   * @param vip the VIP
   * @param protocol the protocol
   * @param ports the service's ports
   */
  record Served(IpAddress vip, Protocol protocol, PortRange ports) implements VipRule {
    @Override
    public void write(NftTable.Draft table) {
      String theirs = table.ports("served", NftTable.Key.daddr(vip), protocol, ports);
      table.rule(PacketChain.VIP_PORTS, 2, theirs + " accept");
    }
  }
}
