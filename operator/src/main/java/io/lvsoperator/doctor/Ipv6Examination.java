package io.lvsoperator.doctor;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.List;

/**
 * IPv6 of the interfaces that have an address of their own. A kernel that forwards IPv6 takes no
 * more router advertisements unless {@code accept_ra} is 2 (the kernel's ip-sysctl document).
 */
final class Ipv6Examination implements Examination {
  private static final int WHILE_NO_ROUTER = 1;

  @Override
  public List<Finding> findings(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    facts.interfaces().stream()
        .filter(Ipv6Examination::hasAddress)
        .forEach(link -> link.ipv6().ifPresent(ipv6 -> examine(link, ipv6, findings)));
    return findings;
  }

  private static boolean hasAddress(Facts.Interface link) {
    return link.up()
        && !link.loopback()
        && link.foreign().stream()
            .map(subnet -> subnet.address())
            .anyMatch(a -> a.family() == Family.IPV6 && !a.isLinkLocal());
  }

  private static void examine(Facts.Interface link, Facts.Ipv6 ipv6, List<Finding> findings) {
    String values = "forwarding %d; accept_ra %d".formatted(ipv6.forwarding(), ipv6.acceptRa());
    if (ipv6.learned() && ipv6.forwarding() != 0 && ipv6.acceptRa() == WHILE_NO_ROUTER) {
      findings.add(
          Finding.warn(
              "IPv6 " + link.name(),
              Scope.ALL,
              values
                  + ": the default route came from router advertisements, which this node no longer"
                  + " takes; it ends with its lifetime",
              "sysctl -w " + Sysctl.acceptRouterAdvertisements(link.name()) + "=2"));
      return;
    }
    findings.add(
        Finding.ok(
            "IPv6 " + link.name(),
            Scope.ALL,
            values
                + (ipv6.learned()
                    ? "; the default route came from router advertisements, and the agent keeps it"
                        + " when it lets the node forward"
                    : "; no default route from router advertisements")));
  }
}
