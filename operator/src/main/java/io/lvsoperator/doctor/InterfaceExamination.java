package io.lvsoperator.doctor;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Effective kernel parameters of the interfaces that carry traffic. */
final class InterfaceExamination implements Examination {
  private static final int STRICT = 1;
  private static final int SAME_SUBNET_ONLY = 2;
  private static final int NEVER = 8;

  /** Interfaces of these kinds lead to the node's own containers, or nowhere. */
  private static final Set<String> INNER = Set.of("bridge", "dummy", "ipip", "gre", "vxlan");

  @Override
  public List<Finding> findings(Facts facts) {
    return facts.interfaces().stream()
        .filter(InterfaceExamination::carriesTraffic)
        .flatMap(link -> of(facts, link).stream())
        .toList();
  }

  private static boolean carriesTraffic(Facts.Interface link) {
    return link.up()
        && !link.loopback()
        && !INNER.contains(link.kind())
        && link.foreign().stream().anyMatch(s -> s.address().family() == Family.IPV4);
  }

  private static List<Finding> of(Facts facts, Facts.Interface link) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("interface " + link.name(), Scope.ALL, values(facts, link)));
    strict(facts, link, findings);
    silent(facts, link, findings);
    return findings;
  }

  private static String values(Facts facts, Facts.Interface link) {
    return "MTU %d; forwarding %d; %s; %s; %s. The agent sets what a service needs"
        .formatted(
            link.mtu(),
            link.parameters().getOrDefault("forwarding", 0),
            value(facts, link, "rp_filter"),
            value(facts, link, "arp_ignore"),
            value(facts, link, "arp_announce"));
  }

  /** {@return such as {@code rp_filter 2 (all 0, eth0 2)}} */
  static String value(Facts facts, Facts.Interface link, String parameter) {
    return "%s %d (all %d, %s %d)"
        .formatted(
            parameter,
            facts.effective(link, parameter),
            facts.allInterfaces().getOrDefault(parameter, 0),
            link.name(),
            link.parameters().getOrDefault(parameter, 0));
  }

  /** Harmless where the way back to the clients is the same interface, which is the usual case. */
  private static void strict(Facts facts, Facts.Interface link, List<Finding> findings) {
    boolean elsewhere =
        !facts.defaultLinks().isEmpty() && !facts.defaultLinks().contains(link.name());
    if (facts.effective(link, "rp_filter") == STRICT && elsewhere) {
      findings.add(
          Finding.warn(
              "rp_filter " + link.name(),
              Scope.director().and(Role.REAL_SERVER, Mode.NAT, Mode.DR),
              "%s is strict, and the default route leads through %s: clients' packets that come by"
                      .formatted(
                          value(facts, link, "rp_filter"),
                          String.join(", ", facts.defaultLinks().stream().sorted().toList()))
                  + " %s are dropped".formatted(link.name()),
              "sysctl -w " + Sysctl.conf(link.name(), "rp_filter") + "=2"));
    }
  }

  private static void silent(Facts facts, Facts.Interface link, List<Finding> findings) {
    int ignore = facts.effective(link, "arp_ignore");
    if (ignore == SAME_SUBNET_ONLY || ignore >= NEVER) {
      String scope =
          facts.allInterfaces().getOrDefault("arp_ignore", 0) == ignore ? "all" : link.name();
      String fact =
          value(facts, link, "arp_ignore")
              + (ignore >= NEVER
                  ? ": nobody gets an ARP answer here, so no VIP can be reached"
                  : ": a VIP, which is a /32, gets no ARP answer");
      findings.add(
          Finding.fail(
              "arp_ignore " + link.name(),
              Scope.director(),
              fact,
              "sysctl -w " + Sysctl.conf(scope, "arp_ignore") + "=1"));
    }
  }
}
