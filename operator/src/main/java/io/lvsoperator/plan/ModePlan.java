package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Mode;
import java.util.Set;

/** What differs between the modes on a director; everything else of a pass is the same for all. */
interface ModePlan {
  /** {@return the plan of this mode} */
  static ModePlan of(Mode mode) {
    return switch (mode) {
      case NAT -> new NatPlan();
      case FULLNAT -> new FullNatPlan();
      case DR -> new DirectRoutingPlan();
      case TUN ->
          throw new IllegalStateException(
              mode + " is not built yet: translate must refuse it before it comes here");
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
