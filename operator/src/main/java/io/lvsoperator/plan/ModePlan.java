package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import java.util.Set;

/** What differs between the modes on a director; everything else of a pass is the same for all. */
interface ModePlan {
  /** {@return the plan of this service's mode} */
  static ModePlan of(DirectedService service) {
    return switch (service.mode()) {
      case NAT -> new NatPlan();
      case FULLNAT -> new FullNatPlan();
      case DR -> new DirectRoutingPlan();
      case TUN -> new TunnelPlan(service.tunnel().orElse(Forwarding.Tunnel.IPIP));
    };
  }

  /** {@return how the director forwards} */
  Forwarding forwarding();

  /**
   * Adds what the director needs beside the virtual server and the VIP.
   *
   * @param service the service
   * @param links the interfaces in use: the VIP's and those towards the real servers
   * @param draft where it is added
   */
  void director(DirectedService service, Set<String> links, DesiredDraft draft);
}
