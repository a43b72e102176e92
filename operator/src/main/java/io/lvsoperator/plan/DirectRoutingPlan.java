package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;
import java.util.Set;

/** DR. The director sends a packet on as it came, to the real server's MAC; it needs no routing. */
final class DirectRoutingPlan implements ModePlan {
  @Override
  public Forwarding forwarding() {
    return new Forwarding.Gateway();
  }

  @Override
  public void director(DirectedService service, Set<String> links, DesiredDraft draft) {
    untracked(service, draft);
  }

  /**
   * What every director needs that sees no replies: a firewall's {@code ct state invalid drop}
   * would drop the handshake's last packet and all that follow.
   */
  static void untracked(DirectedService service, DesiredDraft draft) {
    for (PortMapping port : service.ports()) {
      draft.rule(new PacketRule.Untracked(service.vip(), port.protocol(), port.ports()));
    }
  }

  /**
   * The same while there may be connections whose source conntrack writes, those of FULLNAT before:
   * it must see their packets. UDP has no packets that conntrack finds invalid.
   */
  static void untrackedBeginnings(DirectedService service, DesiredDraft draft) {
    for (PortMapping port : service.ports()) {
      switch (port.protocol()) {
        case TCP -> draft.rule(new PacketRule.UntrackedHandshake(service.vip(), port.ports()));
        case UDP -> {}
        case SCTP -> // never in FULLNAT
            draft.rule(new PacketRule.Untracked(service.vip(), port.protocol(), port.ports()));
      }
    }
  }
}
