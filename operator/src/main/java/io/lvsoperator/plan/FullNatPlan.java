package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.SourceAddress;
import java.util.List;
import java.util.Set;

/**
 * FULLNAT on the stock kernel: ipvs writes the destination and our nftables table the source, so
 * that replies come back by themselves and the real servers need nothing. It works because ipvs
 * keeps conntrack entries ({@code net.ipv4.vs.conntrack}).
 */
final class FullNatPlan implements ModePlan {
  @Override
  public Forwarding forwarding() {
    return new Forwarding.Masquerade();
  }

  @Override
  public void director(DirectedService service, Set<String> links, DesiredDraft draft) {
    director(service, links, draft, false);
  }

  /**
   * The same, perhaps only for connections that begin now: others may be of NAT. Where nothing has
   * asked for conntrack before, it does not know those.
   */
  static void director(
      DirectedService service, Set<String> links, DesiredDraft draft, boolean onlyNew) {
    NatPlan.forwardReplies(service.vip().family(), links, draft);
    List<IpAddress> pool = service.sourceAddresses().stream().map(SourceAddress::address).toList();
    for (PortMapping port : service.ports()) {
      draft.rule(
          new PacketRule.SourceNat(
              service.vip(),
              port.protocol(),
              port.ports(),
              pool,
              draft.sourcePorts,
              onlyNew,
              draft.translated));
    }
  }
}
