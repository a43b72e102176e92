package io.lvsoperator.plan;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.Sysctl;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a director forward IPv6 replies. Where the kernel can do that for one interface ({@code
 * force_forwarding}, Linux 6.17), nothing else changes. Older kernels only ask {@code
 * all.forwarding}, which makes every interface a router's: those that learn from router
 * advertisements go on doing so by {@code accept_ra=2}, which must be there before, else their
 * default route is gone at once.
 *
 * <p>IPv6 has no {@code send_redirects}. The redirects that a director sends to a real server of
 * its own subnet come from its link-local address, and the real server's way back names another.
 */
final class Ipv6Forwarding {
  private static final String WHILE_NO_ROUTER = "1";
  private static final String ALWAYS = "2";

  /** What made interfaces that may have a router behind them; of others only evidence counts. */
  private static final Set<String> NETWORK = Set.of("", "bond", "team", "vlan", "bridge");

  private final Observed observed;
  private final Ownership ownership;

  Ipv6Forwarding(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
  }

  void plan(DesiredDraft draft) {
    if (draft.ipv6Forwarding.isEmpty()) {
      return;
    }
    if (observed.sysctls().containsKey(Sysctl.ipv6ForceForwarding("all"))) {
      draft.ipv6Forwarding.forEach(
          link -> draft.sysctls.put(Sysctl.ipv6ForceForwarding(link), "1"));
      return;
    }
    draft.sysctls.put(Sysctl.ipv6Forwarding("all"), "1");
    observed.links().stream()
        .filter(this::keepsLearning)
        .map(link -> Sysctl.acceptRouterAdvertisements(link.name()))
        .forEach(accept -> draft.sysctls.put(accept, ALWAYS));
  }

  private boolean keepsLearning(Link link) {
    Sysctl accept = Sysctl.acceptRouterAdvertisements(link.name());
    String value = observed.sysctls().getOrDefault(accept, "");
    if (ownership.sysctls().containsKey(accept)) {
      return value.equals(WHILE_NO_ROUTER) || value.equals(ALWAYS); // 0: somebody took it over
    }
    return value.equals(WHILE_NO_ROUTER)
        && !link.loopback()
        && !isRouterWithoutUs(link)
        && (NETWORK.contains(link.kind()) || hasLearned(link));
  }

  /** An interface that came after us is a router because {@code all} is, which is our doing. */
  private boolean isRouterWithoutUs(Link link) {
    Sysctl forwarding = Sysctl.ipv6Forwarding(link.name());
    Optional<String> noted =
        Optional.ofNullable(ownership.sysctls().get(forwarding)).map(SavedSysctl::original);
    boolean allIsOurs = ownership.sysctls().containsKey(Sysctl.ipv6Forwarding("all"));
    String before =
        noted.orElse(allIsOurs ? "0" : observed.sysctls().getOrDefault(forwarding, "0"));
    return !before.equals("0");
  }

  private boolean hasLearned(Link link) {
    boolean route =
        observed.defaultRoutes().stream()
            .anyMatch(
                r ->
                    r.link().equals(link.name())
                        && r.protocol() == Route.FROM_ROUTER_ADVERTISEMENT);
    boolean address =
        observed.addresses().on(link.name()).stream()
            .anyMatch(
                a ->
                    a.address().family() == Family.IPV6
                        && !a.address().isLinkLocal()
                        && !ownership.owns(a));
    return route || address;
  }
}
