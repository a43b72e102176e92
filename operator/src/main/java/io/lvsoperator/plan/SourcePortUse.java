package io.lvsoperator.plan;

import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.SourcePorts;
import java.util.Optional;

/** Says in time when FULLNAT runs out of source ports towards a real server. */
final class SourcePortUse {
  /** From this part of all on somebody should know, in percent. */
  private static final int SHORT = 80;

  private SourcePortUse() {}

  /**
   * {@return what is to be said of a service's source ports, if anything}
   *
   * @param own the ports that FULLNAT takes on this director's own address
   */
  static Optional<Outcome> remark(DirectedService service, Observed observed, PortRange own) {
    if (service.mode() != Mode.FULLNAT) {
      return Optional.empty();
    }
    int capacity = SourcePorts.capacity(service.sourceAddresses().size(), own);
    return service.ports().stream()
        .flatMap(port -> observed.virtualServer(service.key(port)).stream())
        .flatMap(server -> server.destinations().stream())
        .filter(d -> connections(d) * 100 >= (long) capacity * SHORT)
        .findFirst()
        .map(d -> runningShort(service, d, capacity))
        .or(() -> shared(service, own, observed));
  }

  private static Optional<Outcome> shared(
      DirectedService service, PortRange own, Observed observed) {
    return observed
        .localPorts()
        .filter(_ -> service.sourceAddresses().isEmpty())
        .filter(own::overlaps)
        .map(
            local ->
                Outcome.waiting(
                    "SourcePortsShort",
                    "FULLNAT shares the ports %s of this director's own address with its own connections, because net.ipv4.ip_local_port_range (%d to %d) and NodePorts leave no others: give the group spec.sourceAddresses, or the host a shorter range"
                        .formatted(own, local.first(), local.last())));
  }

  private static long connections(DestinationState destination) {
    return destination.activeConnections() + destination.inactiveConnections();
  }

  private static Outcome runningShort(
      DirectedService service, DestinationState destination, int capacity) {
    return Outcome.waiting(
        "SourcePortsShort",
        "more than %d %% of the %d source ports towards real server %s are in use, then new connections fail: %s"
            .formatted(
                SHORT,
                capacity,
                destination.destination().key(),
                service.sourceAddresses().isEmpty()
                    ? "give the group spec.sourceAddresses, or the service more real servers"
                    : "give the group more spec.sourceAddresses, or the service more real servers"));
  }
}
