package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Plans the parts that this node has as a real server, wanted and leaving. */
final class RealServerRole {
  private static final String LOOPBACK = "lo";

  private final Observed observed;
  private final DesiredDraft draft;
  private final ReturnPaths returnPaths;
  private final HiddenVips hiddenVips;
  private final TunnelEnds tunnelEnds;

  RealServerRole(Observed observed, Ownership ownership, PlanOptions options, DesiredDraft draft) {
    this.observed = observed;
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
        draft.partOutcomes.put(part.ref(), notLocal(part));
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
    return observed.addresses().stream()
        .filter(a -> a.address().equals(part.key().address()))
        .map(LinkAddress::link)
        .findFirst();
  }

  private static Outcome notLocal(HostedPart part) {
    return Outcome.refused(
        "AddressNotLocal", "no interface of this node has the address " + part.key().address());
  }
}
