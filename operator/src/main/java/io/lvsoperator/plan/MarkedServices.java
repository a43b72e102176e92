package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;

/**
 * Services that ipvs finds by a firewall mark: several ports, a whole address, or a director that
 * is a real server too. There a packet that another director has balanced must not be balanced
 * again; the rules are the same on every director, so that a change of the holder changes nothing.
 */
final class MarkedServices {
  private MarkedServices() {}

  static void mark(DirectedService service, DesiredDraft draft) {
    if (service.ports().stream().noneMatch(port -> port.mark().isPresent())) {
      return;
    }
    switch (service.mode()) {
      case NAT, FULLNAT -> {} // what is balanced has another destination and never meets the rules
      case DR -> leaveBalanced(service, draft);
      case TUN -> leaveTunnelled(service, draft);
    }
    for (PortMapping port : service.ports()) {
      port.mark()
          .ifPresent(
              mark ->
                  draft.rule(
                      new PacketRule.MarkService(
                          service.vip(), port.protocol(), port.ports(), mark)));
    }
  }

  private static void leaveBalanced(DirectedService service, DesiredDraft draft) {
    for (MacAddress other : service.otherDirectors()) {
      draft.rule(new PacketRule.LeaveBalanced(service.vip(), other));
    }
  }

  private static void leaveTunnelled(DirectedService service, DesiredDraft draft) {
    for (String link : TunnelDevices.names(service.vip().family())) {
      draft.rule(new PacketRule.LeaveTunnelled(service.vip(), link));
    }
  }
}
