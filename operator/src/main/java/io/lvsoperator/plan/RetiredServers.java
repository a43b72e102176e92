package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Virtual servers of an earlier form of a service that goes on: its ports are found by a firewall
 * mark now and were not before, or the other way round, or by another mark. New connections go to
 * the new form; the old one keeps weight 0 until its connections have ended.
 */
final class RetiredServers {
  private final Destinations destinations;
  private final List<VirtualServerState> left;
  private final Set<VirtualServerKey> taken = new HashSet<>();

  /**
   * Finds what is ours and not wanted.
   *
   * @param wanted the virtual servers that some service wants: those are nobody's earlier form
   */
  RetiredServers(
      Observed observed,
      Ownership ownership,
      Destinations destinations,
      Set<VirtualServerKey> wanted) {
    this.destinations = destinations;
    this.left =
        observed.virtualServers().stream()
            .filter(s -> ownership.virtualServers().contains(s.server().key()))
            .filter(s -> !wanted.contains(s.server().key()))
            .toList();
  }

  /**
   * {@return what is left of earlier forms of a service}
   *
   * @param service the service
   * @param current its virtual servers now
   */
  List<DesiredServer> of(DirectedService service, List<DesiredServer> current) {
    return left.stream()
        .flatMap(s -> successor(service, current, s).map(now -> retire(service, now, s)).stream())
        .filter(s -> !s.leaving().isEmpty())
        .filter(s -> taken.add(s.server().key()))
        .toList();
  }

  private DesiredServer retire(
      DirectedService service, DesiredServer now, VirtualServerState standing) {
    return destinations.retire(
        service,
        new DesiredServer(
            service.name(),
            service.vip(),
            now.port(),
            standing.server(),
            false,
            List.of(),
            List.of(),
            List.of()),
        standing);
  }

  private static Optional<DesiredServer> successor(
      DirectedService service, List<DesiredServer> current, VirtualServerState standing) {
    return switch (standing.server().key()) {
      case VirtualServerKey.Endpoint old ->
          current.stream()
              .filter(s -> old.vip().equals(service.vip()))
              .filter(s -> s.port().protocol() == old.protocol())
              .filter(s -> s.port().ports().contains(old.port()))
              .findFirst();
      // A mark does not say whose it was. Whoever has all its real servers can keep it without
      // harm: they have the service's part in place.
      case VirtualServerKey.FirewallMark old ->
          old.family() == service.vip().family() && servedBy(service, standing)
              ? current.stream().findFirst()
              : Optional.empty();
    };
  }

  private static boolean servedBy(DirectedService service, VirtualServerState standing) {
    Set<IpAddress> backends =
        service.backends().stream().map(Backend::address).collect(Collectors.toSet());
    return standing.destinations().stream()
        .allMatch(d -> backends.contains(d.destination().key().address()));
  }
}
