package io.lvsoperator.doctor;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import java.util.ArrayList;
import java.util.List;

/** The way from a director to each real server: whether there is one, its next hop, its MTU. */
final class PathExamination implements Examination {
  /** What clients on Ethernet send, in bytes. */
  private static final int ETHERNET = 1500;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  @Override
  public List<Finding> findings(Facts facts) {
    return facts.servers().stream().flatMap(server -> of(server).stream()).toList();
  }

  private static List<Finding> of(Facts.ServerPath server) {
    String what = "real server " + server.address();
    return switch (server.way()) {
      case Facts.Way.Local() ->
          List.of(Finding.ok(what, Scope.director(), "an address of this node"));
      case Facts.Way.None() ->
          List.of(
              Finding.fail(
                  what,
                  Scope.director(),
                  "there is no route to it",
                  "ip route get " + server.address()));
      case Facts.Way.Via way -> reachable(what, server.address(), way);
    };
  }

  private static List<Finding> reachable(String what, IpAddress address, Facts.Way.Via way) {
    List<Finding> findings = new ArrayList<>();
    way.gateway()
        .ifPresent(
            gateway ->
                findings.add(
                    Finding.fail(
                        what,
                        Scope.director(Mode.DR),
                        ("behind the router %s: DR reaches only real servers on the director's own"
                                + " link")
                            .formatted(gateway),
                        "kubectl -n NAMESPACE patch lvs NAME --type merge -p"
                            + " '{\"spec\":{\"mode\":\"TUN\"}}'")));
    findings.add(fits(what, address, way));
    int header = address.family() == Family.IPV4 ? IPV4_HEADER : IPV6_HEADER;
    findings.add(
        Finding.ok(
            what,
            Scope.director(Mode.TUN),
            "%s; an IPIP tunnel leaves %d: longer packets are answered with ICMP, the real server's"
                    .formatted(words(way), way.mtu() - header)
                + " agent lowers TCP's MSS"));
    return findings;
  }

  private static Finding fits(String what, IpAddress address, Facts.Way.Via way) {
    Scope plain = Scope.director(Mode.NAT, Mode.FULLNAT, Mode.DR);
    return way.mtu() >= ETHERNET
        ? Finding.ok(what, plain, words(way))
        : Finding.warn(
            what,
            plain,
            words(way)
                + ": clients' packets of 1500 bytes don't fit, and hang where their ICMP"
                + " 'fragmentation needed' is filtered",
            way.linkMtu() < ETHERNET
                ? "ip link set %s mtu 1500  # if the link carries it".formatted(way.link())
                : "ping -M do -s %d %s  # if it is answered: ip route flush cache"
                    .formatted(
                        ETHERNET
                            - 8
                            - (address.family() == Family.IPV4 ? IPV4_HEADER : IPV6_HEADER),
                        address));
  }

  private static String words(Facts.Way.Via way) {
    return "by %s%s, MTU %d%s"
        .formatted(
            way.link(),
            way.gateway().map(g -> " and " + g).orElse(""),
            way.mtu(),
            way.routeMtu().isPresent() && way.mtu() < way.linkMtu()
                ? " (of the path; the interface has %d)".formatted(way.linkMtu())
                : "");
  }
}
