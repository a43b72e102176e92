package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.VipRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Closes the ports of VIPs that no service has, on a director and on a real server that has the
 * VIP. A VIP that is the node's own address stays as it is: it was there for the node's own
 * servers.
 */
final class ClosedVips {
  private final SortedMap<IpAddress, List<PortMapping>> served = new TreeMap<>();
  private final SortedSet<IpAddress> directed = new TreeSet<>();
  private final DesiredDraft draft;

  private ClosedVips(DesiredDraft draft) {
    this.draft = draft;
  }

  /** Adds the rules, when all services and parts are planned. */
  static void plan(Intent intent, DesiredDraft draft) {
    ClosedVips vips = new ClosedVips(draft);
    vips.collect(intent);
    vips.served.keySet().removeAll(intent.openVips());
    vips.close();
  }

  private void collect(Intent intent) {
    draft.vips.stream()
        .filter(vip -> !vip.own())
        .map(Desired.DesiredVip::vip)
        .forEach(directed::add);
    for (DirectedService service : intent.directed()) {
      if (directed.contains(service.vip())) {
        ports(service.vip()).addAll(service.ports());
      }
    }
    Set<?> hidden = draft.hidden.stream().map(Desired.HiddenVip::part).collect(Collectors.toSet());
    for (HostedPart part : draft.parts) {
      if (hidden.contains(part.id())) {
        ports(part.vip()).addAll(part.ports());
      }
    }
  }

  private List<PortMapping> ports(IpAddress vip) {
    return served.computeIfAbsent(vip, _ -> new ArrayList<>());
  }

  private void close() {
    served.forEach(
        (vip, ports) -> {
          draft.rule(new VipRule.Closed(vip, directed.contains(vip)));
          ports.forEach(port -> draft.rule(new VipRule.Served(vip, port.protocol(), port.ports())));
        });
  }
}
