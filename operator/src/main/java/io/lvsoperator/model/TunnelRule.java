package io.lvsoperator.model;

/**
 * What happens to packets that come out of a tunnel. Whoever sends a wrapped packet chooses
 * everything in it, so nothing gets through that a director did not wrap and that is not for a VIP
 * of ours.
 *
 * <p>The outer source is known only before the packet is unwrapped and the inner destination only
 * after, and other programs' tunnels may end on the same node: so a director's outer packet gets a
 * mark, which the kernel keeps when it unwraps it, and what comes out of the device without one is
 * dropped. The mark is taken off at once.
 */
public sealed interface TunnelRule extends PacketRule {
  /**
   * The VIPs of a device, by its name: what matches packets for them, with a place for {@code !=}.
   */
  private static String unwrapped(NftTable.Draft table, String link, IpAddress vip) {
    NftTable.Key key = NftTable.Key.daddr(vip).from(link);
    return "%s %%s@%s".formatted(key.fields(), table.element("unwrapped", key));
  }

  /** What both kinds of devices have in common. */
  private static void guard(NftTable.Draft table, String link, String ofVips, PacketMark mark) {
    table.rule(
        PacketChain.UNWRAPPED,
        3,
        "iifname \"%s\" meta mark set meta mark and 0x%08x".formatted(link, ~mark.mask()));
    // A node that has lost a VIP must not route its packets back. What a host port leads to a pod
    // has another destination here.
    table.rule(PacketChain.PASSING, 0, ofVips.formatted("") + " drop");
  }

  /**
   * Trusts wrapped packets that a director sends to a real server: they get a mark. From others'
   * the bits of the mark are taken off.
   *
   * @param type how they are wrapped
   * @param port the UDP port of GUE, else 0
   * @param realServer this node's address that is balanced to
   * @param director an address of a director
   * @param mark the mark
   */
  record Trust(
      Forwarding.TunnelType type,
      int port,
      IpAddress realServer,
      IpAddress director,
      PacketMark mark)
      implements TunnelRule {
    @Override
    public void write(NftTable.Draft table) {
      NftTable.Key addresses = NftTable.Key.saddr(director).after(NftTable.Key.daddr(realServer));
      // By number: nft's names for these come from a file that not every image has.
      switch (type) {
        case IPIP -> {
          String wrapped = "meta l4proto " + (realServer.family() == Family.IPV4 ? "4" : "41");
          trust(table, wrapped, matches(table, "ipip", addresses) + " " + wrapped);
        }
        case GRE -> {
          String wrapped = "meta l4proto 47";
          trust(table, wrapped, matches(table, "gre", addresses) + " " + wrapped);
        }
        case GUE -> {
          NftTable.Key wrapped =
              new NftTable.Key(
                  realServer.family(), "inet_service", "udp dport", String.valueOf(port));
          trust(
              table,
              matches(table, "gue-ports", wrapped),
              matches(table, "gue", wrapped.after(addresses)));
        }
      }
    }

    private static String matches(NftTable.Draft table, String name, NftTable.Key key) {
      return key.fields() + " @" + table.element(name, key);
    }

    private void trust(NftTable.Draft table, String wrapped, String byDirector) {
      distrust(table, wrapped);
      table.rule(
          PacketChain.WRAPPED,
          1,
          "%s meta mark set meta mark and 0x%08x or 0x%08x"
              .formatted(byDirector, ~mark.mask(), mark.value()));
    }

    private void distrust(NftTable.Draft table, String wrapped) {
      table.rule(
          PacketChain.WRAPPED,
          0,
          "meta nfproto %s %s meta mark set meta mark and 0x%08x"
              .formatted(
                  realServer.family() == Family.IPV4 ? "ipv4" : "ipv6", wrapped, ~mark.mask()));
    }
  }

  /**
   * Lets out of a device of ours only what a director wrapped for a VIP, and sends none of it on.
   *
   * @param link the device
   * @param vip one of its VIPs, which are of one family
   * @param mark what a director's packets carry
   */
  record Unwrap(String link, IpAddress vip, PacketMark mark) implements TunnelRule {
    @Override
    public void write(NftTable.Draft table) {
      String ofVips = unwrapped(table, link, vip);
      String other = vip.family() == Family.IPV4 ? "ipv6" : "ipv4";
      String from = "iifname \"%s\" ".formatted(link);
      table.rule(
          PacketChain.UNWRAPPED,
          0,
          from + "meta mark and 0x%08x != 0x%08x drop".formatted(mark.mask(), mark.value()));
      table.rule(PacketChain.UNWRAPPED, 1, from + "meta nfproto %s drop".formatted(other));
      table.rule(PacketChain.UNWRAPPED, 2, from + ofVips.formatted("!= ") + " drop");
      guard(table, link, ofVips, mark);
    }
  }

  /**
   * Lets out of somebody else's device, for a VIP of ours, only what a director wrapped, and sends
   * none of it on; the rest is that program's.
   *
   * @param link the device
   * @param vip the VIP
   * @param mark what a director's packets carry
   */
  record UnwrapShared(String link, IpAddress vip, PacketMark mark) implements TunnelRule {
    @Override
    public void write(NftTable.Draft table) {
      String ofVips = unwrapped(table, link, vip);
      table.rule(
          PacketChain.UNWRAPPED,
          0,
          "%s meta mark and 0x%08x != 0x%08x drop"
              .formatted(ofVips.formatted(""), mark.mask(), mark.value()));
      guard(table, link, ofVips, mark);
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
    public void write(NftTable.Draft table) {
      String set = table.element("mss-" + size, NftTable.Key.saddr(vip));
      table.rule(
          PacketChain.REPLIED,
          0,
          "%s saddr @%s tcp flags & (syn|rst) == syn tcp option maxseg size set %d"
              .formatted(vip.family().nft(), set, size));
    }
  }
}
