package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Sysctl;
import java.util.Set;

/**
 * NAT. The director rewrites both ways, so replies must come back to it ({@link ReturnPaths}), and
 * it must forward them: on the interfaces in use, not by {@code ip_forward}, which changes other
 * parameters with it. IPv6 is {@link Ipv6Forwarding}'s.
 */
final class NatPlan implements ModePlan {
  @Override
  public Forwarding forwarding() {
    return new Forwarding.Masquerade();
  }

  @Override
  public void director(DirectedService service, Set<String> links, DesiredDraft draft) {
    forwardReplies(service.vip().family(), links, draft);
  }

  /** What every director needs whose replies come back to it. */
  static void forwardReplies(Family family, Set<String> links, DesiredDraft draft) {
    switch (family) {
      case IPV4 -> forwardIpv4(links, draft);
      case IPV6 -> draft.ipv6Forwarding.addAll(links);
    }
  }

  private static void forwardIpv4(Set<String> links, DesiredDraft draft) {
    for (String link : links) {
      draft.sysctls.put(Sysctl.forwarding(link), "1");
      // A client in the real servers' subnet would be told the short way, past the director.
      draft.sysctls.put(Sysctl.sendRedirects(link), "0");
    }
    // The kernel takes the larger of "all" and the interface's own value here.
    draft.sysctls.put(Sysctl.sendRedirects("all"), "0");
  }
}
