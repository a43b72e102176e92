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

/** Plans the parts that this node has as a real server, wanted and leaving. */
final class RealServerRole {
  private static final String LOOPBACK = "lo";

  private final Observed observed;
  private final Ownership ownership;
  private final Lingering lingering;
  private final DesiredDraft draft;
  private final ReturnPaths returnPaths;
  private final HiddenVips hiddenVips;
  private final TunnelEnds tunnelEnds;

  RealServerRole(
      Observed observed,
      Ownership ownership,
      PlanOptions options,
      Lingering lingering,
      DesiredDraft draft) {
    this.observed = observed;
    this.ownership = ownership;
    this.lingering = lingering;
    this.draft = draft;
    this.returnPaths = new ReturnPaths(observed, ownership, options, draft);
    this.hiddenVips = new HiddenVips(observed, ownership, lingering, draft);
    TunnelDevices devices = new TunnelDevices(observed, ownership);
    this.tunnelEnds = new TunnelEnds(observed, devices, options, hiddenVips, draft);
  }

  void plan() {
    Map<HostedPart, String> nat = new LinkedHashMap<>();
    Map<HostedPart, String> tunnelled = new LinkedHashMap<>();
    for (HostedPart part : draft.parts) {
      Optional<String> link = linkOf(part);
      if (link.isEmpty()) {
        draft.partOutcomes.put(part.ref(), notLocal(part));
        link = lastLinkOf(part);
      }
      if (link.isEmpty()) {
        continue;
      }
      switch (part.key().mode()) {
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
    return observed.addresses().at(part.key().address()).stream()
        .map(LinkAddress::link)
        .findFirst();
  }

  /** The interface that had the address: we have silenced it. */
  private Optional<String> lastLinkOf(HostedPart part) {
    return ownership.sysctls().keySet().stream()
        .filter(sysctl -> sysctl.link().map(Sysctl::arpIgnore).filter(sysctl::equals).isPresent())
        .flatMap(sysctl -> sysctl.link().stream())
        .sorted()
        .filter(_ -> lingering.may(part))
        .findFirst();
  }

  private static Outcome notLocal(HostedPart part) {
    return Outcome.refused(
        "AddressNotLocal", "no interface of this node has the address " + part.key().address());
  }
}
