package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Sysctl;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans what this node carries out as a real server. */
final class RealServerRole {
  private static final String LOOPBACK = "lo";

  private final Observed observed;
  private final Ownership ownership;
  private final DesiredDraft draft;
  private final ReturnPaths returnPaths;
  private final HiddenVips hiddenVips;
  private final TunnelEnds tunnelEnds;

  RealServerRole(Observed observed, Ownership ownership, PlanOptions options, DesiredDraft draft) {
    this.observed = observed;
    this.ownership = ownership;
    this.draft = draft;
    this.returnPaths = new ReturnPaths(observed, ownership, options, draft);
    this.hiddenVips = new HiddenVips(observed, ownership, draft);
    TunnelDevices devices = new TunnelDevices(observed, ownership);
    this.tunnelEnds = new TunnelEnds(observed, devices, options, hiddenVips, draft);
  }

  void plan() {
    Map<HostedPart, String> nat = new LinkedHashMap<>();
    Map<HostedPart, String> tunnelled = new LinkedHashMap<>();
    for (HostedPart part : draft.parts) {
      Optional<String> link = linkOf(part);
      if (link.isEmpty()) {
        draft.partOutcomes.put(part.id(), notLocal(part));
        link = lastLinkOf(part);
      }
      if (link.isEmpty()) {
        continue;
      }
      switch (part.mode()) {
        case NAT -> nat.put(part, link.get());
        case FULLNAT -> {} // replies come back to the director by themselves
        case DR -> hiddenVips.hide(part, link.get(), LOOPBACK, Collections.emptySortedMap());
        case TUN -> tunnelled.put(part, link.get());
      }
    }
    returnPaths.plan(nat);
    tunnelEnds.plan(tunnelled);
  }

  private Optional<String> linkOf(HostedPart part) {
    return observed.addresses().at(part.address()).stream().map(LinkAddress::link).findFirst();
  }

  /** The interface that had the address, where the part's VIP stands and has to stay. */
  private Optional<String> lastLinkOf(HostedPart part) {
    if (!hiddenVips.stands(part.vip())) {
      return Optional.empty();
    }
    return switch (part.vip().family()) {
      case IPV4 -> silenced().findFirst();
      case IPV6 -> links().findFirst(); // nothing had to be silenced: which one is not known
    };
  }

  private Stream<String> silenced() {
    return ownership.sysctls().keySet().stream()
        .filter(sysctl -> sysctl.link().map(Sysctl::arpIgnore).filter(sysctl::equals).isPresent())
        .flatMap(sysctl -> sysctl.link().stream())
        .sorted();
  }

  private Stream<String> links() {
    return observed.addresses().stream()
        .filter(a -> !ownership.owns(a) && !observed.hides(a))
        .map(LinkAddress::link)
        .sorted();
  }

  private static Outcome notLocal(HostedPart part) {
    return Outcome.refused(
        "AddressNotLocal", "no interface of this node has the address " + part.address());
  }
}
