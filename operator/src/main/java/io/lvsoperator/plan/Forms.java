package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which form ports of a service take connections: found by address and port, or by a firewall
 * mark. A range of ports has a mark; a change of the mode can change the form too, as DR needs
 * marks where a director is a real server.
 */
final class Forms {
  private final Observed observed;
  private final Ownership ownership;
  private final Map<IpAddress, List<PacketRule.MarkService>> marked;

  Forms(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
    this.marked =
        observed.packetTable().known().rules().stream()
            .flatMap(r -> r instanceof PacketRule.MarkService m ? Stream.of(m) : Stream.empty())
            .collect(Collectors.groupingBy(PacketRule.MarkService::vip));
  }

  /**
   * {@return the forms in which connections to these ports are taken now, where the wanted one
   * takes none yet; several where a range takes the place of single ports}
   */
  List<PortMapping> earlier(DirectedService service, PortMapping port) {
    return serves(service.key(port))
        ? List.of()
        : Stream.concat(byPort(service, port), byMark(service, port))
            .filter(other -> !other.equals(port) && serves(service.key(other)))
            .toList();
  }

  private Stream<PortMapping> byPort(DirectedService service, PortMapping port) {
    return ownership.virtualServers().stream()
        .flatMap(key -> key instanceof VirtualServerKey.Endpoint e ? Stream.of(e) : Stream.empty())
        .filter(key -> key.vip().equals(service.vip()) && key.protocol() == port.protocol())
        .map(VirtualServerKey.Endpoint::port)
        .filter(port.ports()::contains)
        .sorted()
        .map(
            at -> new PortMapping(port.protocol(), at, at == port.port() ? port.targetPort() : at));
  }

  /** Our packet rules tell whose a mark is. */
  private Stream<PortMapping> byMark(DirectedService service, PortMapping port) {
    return marked.getOrDefault(service.vip(), List.of()).stream()
        .filter(rule -> rule.protocol() == port.protocol())
        .filter(rule -> rule.ports().overlaps(port.ports()))
        .map(
            rule ->
                new PortMapping(
                    rule.protocol(), rule.ports(), rule.ports().first(), Optional.of(rule.mark())));
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
