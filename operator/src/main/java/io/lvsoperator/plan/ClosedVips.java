package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
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
  private static final PortRange EVERY = new PortRange(1, 65535);

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
      if (hidden.contains(part.ref())) {
        ports(part.key().vip()).addAll(part.ports());
      }
    }
  }

  private List<PortMapping> ports(IpAddress vip) {
    return served.computeIfAbsent(vip, _ -> new ArrayList<>());
  }

  private void close() {
    if (served.isEmpty()) {
      return;
    }
    draft.rule(Chain.VIP_PORTS, new VipRule.AcceptLocal());
    for (Family family : Family.values()) {
      SortedSet<IpAddress> vips =
          served.keySet().stream()
              .filter(vip -> vip.family() == family)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!vips.isEmpty()) {
        draft.rule(Chain.VIP_PORTS, new VipRule.AcceptOthers(vips));
      }
    }
    served.forEach(this::close);
  }

  private void close(IpAddress vip, List<PortMapping> ports) {
    for (Protocol protocol : Protocol.values()) {
      List<PortRange> open =
          PortRange.merged(
              ports.stream()
                  .filter(port -> port.protocol() == protocol)
                  .map(PortMapping::ports)
                  .toList());
      if (!open.equals(List.of(EVERY))) {
        draft.rule(
            Chain.VIP_PORTS, new VipRule.DropUnserved(vip, protocol, open, directed.contains(vip)));
      }
    }
  }
}
