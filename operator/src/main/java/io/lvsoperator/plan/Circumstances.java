package io.lvsoperator.plan;

import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Sysctl;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Kernel parameters on which a plan depends, beside those that it wants to change: what the kernel
 * combines with an interface's own, what is another program's, and what changes along.
 */
public final class Circumstances {
  private Circumstances() {}

  /**
   * {@return the parameters that a pass reads for {@link io.lvsoperator.model.Observed#sysctls}}
   *
   * @param intent what the node shall do
   * @param links its interfaces
   */
  public static Set<Sysctl> of(Intent intent, List<Link> links) {
    Set<Sysctl> named = new HashSet<>();
    named.add(Sysctl.arpIgnore("all"));
    named.add(Sysctl.rpFilter("all"));
    named.add(Sysctl.rpFilter(FallbackLink.TUNL0.link()));
    if (!intent.directed().isEmpty()) {
      named.addAll(KernelOptions.parameters());
      named.add(Sysctl.LOCAL_PORTS);
    }
    // In every mode: it may have been another one a moment ago.
    if (intent.directed().stream().anyMatch(s -> s.vip().family() == Family.IPV6)) {
      named.addAll(ofIpv6(links));
    }
    return named;
  }

  private static Set<Sysctl> ofIpv6(List<Link> links) {
    Set<Sysctl> named = new HashSet<>();
    named.add(Sysctl.ipv6ForceForwarding("all"));
    named.add(Sysctl.ipv6Forwarding("all"));
    named.add(Sysctl.ipv6Forwarding("default"));
    for (Link link : links) {
      named.add(Sysctl.ipv6Forwarding(link.name()));
      named.add(Sysctl.acceptRouterAdvertisements(link.name()));
    }
    return named;
  }
}
