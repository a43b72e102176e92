package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import java.util.Set;

/**
 * TUN. The director wraps a packet and sends it to the real server, wherever that is; it needs
 * neither a device nor routing for it, and as in DR it sees no replies.
 */
record TunnelPlan(Forwarding.Tunnel forwarding) implements ModePlan {
  @Override
  public void director(DirectedService service, Set<String> links, DesiredDraft draft) {
    DirectRoutingPlan.untracked(service, draft);
  }
}
