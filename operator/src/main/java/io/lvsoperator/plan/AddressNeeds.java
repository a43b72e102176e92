package io.lvsoperator.plan;

import static java.util.stream.Collectors.toSet;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Subject;
import io.lvsoperator.model.VipRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an address must not be without. */
final class AddressNeeds {
  private final Set<LinkAddress> announced;
  private final Map<IpAddress, Set<Subject>> servers = new HashMap<>();
  private final Map<LinkAddress, Set<Subject>> silence = new HashMap<>();
  private final Set<IpAddress> closed;

  AddressNeeds(Desired desired) {
    announced = Set.copyOf(desired.announced());
    for (DesiredServer server : desired.servers()) {
      servers
          .computeIfAbsent(server.vip(), _ -> new HashSet<>())
          .add(new Subject.Server(server.server().key()));
    }
    for (Desired.HiddenVip vip : desired.hidden()) {
      Set<Subject> parameters = silence.computeIfAbsent(vip.address(), _ -> new HashSet<>());
      vip.needs().keySet().forEach(sysctl -> parameters.add(new Subject.Parameter(sysctl)));
    }
    closed =
        desired.packetRules().rules().stream()
            .filter(VipRule.Closed.class::isInstance)
            .map(rule -> ((VipRule.Closed) rule).vip())
            .collect(toSet());
  }

  /** {@return whether the network must know of this address} */
  boolean isAnnounced(LinkAddress address) {
    return announced.contains(address);
  }

  /**
   * {@return the change that adds this address} Without its parameters a real server's VIP would
   * answer ARP, one whose other ports are to be closed would show this node's own servers, and a
   * director's would only swallow packets without any virtual server.
   */
  Change adding(LinkAddress address) {
    Set<Subject> needs = new HashSet<>(silence.getOrDefault(address, Set.of()));
    if (closed.contains(address.address())) {
      needs.add(Subject.Sole.PACKET_TABLE);
    }
    Set<Subject> oneOf =
        announced.contains(address) ? servers.getOrDefault(address.address(), Set.of()) : Set.of();
    return new Change.AddAddress(address, needs, oneOf);
  }
}
