package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which form a port of a service takes connections: found by its address and port, or by a
 * firewall mark. A change of the mode can change the form too, as DR needs marks where a director
 * is a real server.
 */
final class Forms {
  private final Observed observed;
  private final Ownership ownership;

  Forms(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
  }

  /**
   * {@return this port in the other form, where that takes connections now and the wanted one takes
   * none yet}
   */
  Optional<PortMapping> earlier(DirectedService service, PortMapping port) {
    return serves(service.key(port))
        ? Optional.empty()
        : Stream.concat(byPort(port), byMark(service, port))
            .filter(other -> !other.equals(port) && serves(service.key(other)))
            .findFirst();
  }

  private static Stream<PortMapping> byPort(PortMapping port) {
    return port.ports().equals(PortRange.of(port.port()))
        ? Stream.of(new PortMapping(port.protocol(), port.port(), port.targetPort()))
        : Stream.empty();
  }

  /** Our packet rules tell whose a mark is. */
  private Stream<PortMapping> byMark(DirectedService service, PortMapping port) {
    return ownership.virtualServers().stream()
        .flatMap(
            key -> key instanceof VirtualServerKey.FirewallMark m ? Stream.of(m) : Stream.empty())
        .map(VirtualServerKey.FirewallMark::mark)
        .filter(mark -> marks(service, port, mark))
        .map(
            mark ->
                new PortMapping(
                    port.protocol(), port.ports(), port.targetPort(), Optional.of(mark)));
  }

  private boolean marks(DirectedService service, PortMapping port, int mark) {
    String rule =
        new PacketRule.MarkService(service.vip(), port.protocol(), port.ports(), mark).statement();
    return observed.packetTable() instanceof PacketTableState.Verbatim rules
        && rules.statements().stream().anyMatch(s -> s.endsWith(" " + rule));
  }

  private boolean serves(VirtualServerKey key) {
    return ownership.virtualServers().contains(key)
        && observed.virtualServer(key).filter(Forms::takesConnections).isPresent();
  }

  /** {@return whether somebody gets connections from this virtual server} */
  static boolean takesConnections(VirtualServerState server) {
    return server.destinations().stream().anyMatch(d -> d.destination().weight() > 0);
  }
}
