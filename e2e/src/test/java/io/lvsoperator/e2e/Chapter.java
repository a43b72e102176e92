package io.lvsoperator.e2e;

import java.util.List;
import java.util.Locale;

/** A chapter of the demo: custom resources, and what tells of them on the machines. */
enum Chapter {
  NAT(
      "web",
      "10.23.21.184:8000",
      "10.99.0.10",
      "the director writes the packets anew, both ways",
      "ipvsadm -Ln",
      "a way back for these connections only; the default route is untouched",
      "ip rule; ip route show default"),

  TUN(
      "web-tun",
      "10.23.21.180:80",
      "10.99.0.10",
      "packets are wrapped in another IP header, and answers go straight to the client",
      "ipvsadm -Ln; ip -br -4 addr show eth0",
      "the tunnel's end with the VIP, hidden from ARP, for packets of the director's only",
      """
      ip -d addr show tunl0
      sysctl net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce net.ipv4.conf.tunl0.rp_filter
      nft list table inet lvs-operator"""),

  DR(
      "web-dr",
      "10.23.21.181:80",
      "10.99.0.10",
      "only the destination MAC changes, and answers go straight to the client",
      "ipvsadm -Ln; ip -br -4 addr show eth0",
      "the VIP on the loopback, hidden from ARP",
      "ip -br -4 addr show lo; sysctl net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce"),

  FULLNAT(
      "web-fullnat",
      "10.23.21.182:80",
      "10.23.21.184",
      "NAT whose real servers need no way back, on the stock kernel",
      "ipvsadm -Ln; ip -br -4 addr show eth0; nft list table inet lvs-operator",
      "nothing at all",
      "ip -br -4 addr; ip rule; nft list tables");

  private final String service;
  private final String target;
  private final String seenClient;
  private final String idea;
  private final String onDirector;
  private final String realServersShare;
  private final String onRealServer;

  Chapter(
      String service,
      String target,
      String seenClient,
      String idea,
      String onDirector,
      String realServersShare,
      String onRealServer) {
    this.service = service;
    this.target = target;
    this.seenClient = seenClient;
    this.idea = idea;
    this.onDirector = onDirector;
    this.realServersShare = realServersShare;
    this.onRealServer = onRealServer;
  }

  /**
   * The chapters that these words name; all of them where none does.
   *
   * @throws IllegalArgumentException when there is no such chapter
   */
  static List<Chapter> named(List<String> words) {
    return words.isEmpty()
        ? List.of(values())
        : words.stream().map(word -> valueOf(word.toUpperCase(Locale.ROOT))).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The file with its custom resources, from the repository's root. */
  String file() {
    return "crds/samples/tutorial-%s.yaml".formatted(word());
  }

  /** The name of its LvsService. */
  String service() {
    return service;
  }

  /** What the client asks, ADDRESS:PORT. */
  String target() {
    return target;
  }

  /** The address that the real servers see as the client's. */
  String seenClient() {
    return seenClient;
  }

  /** What this mode does, in a few words. */
  String idea() {
    return idea;
  }

  /** Commands that show what the director holds. */
  String onDirector() {
    return onDirector;
  }

  /** What a real server holds, in a few words. */
  String realServersShare() {
    return realServersShare;
  }

  /** Commands that show what a real server holds. */
  String onRealServer() {
    return onRealServer;
  }
}
