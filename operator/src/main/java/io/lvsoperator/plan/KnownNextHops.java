package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Route;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Host routes to real servers of DR while connections of another mode live. ipvs remembers one
 * route per destination for all its connections. One that a connection of another mode has looked
 * up names no next hop, and a packet of DR, which still goes to the VIP, would ask the link for the
 * VIP, in both families. A route with the real server as its own gateway has a next hop for
 * everybody.
 */
final class KnownNextHops {
  private final Observed observed;
  private final Set<Route> standing;
  private final OwnSubnets neighbours;

  KnownNextHops(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.standing = Set.copyOf(observed.routes());
    this.neighbours = OwnSubnets.withNeighbours(observed, ownership);
  }

  void add(DirectedService service, Collection<WayChange> changes, DesiredDraft draft) {
    Set<Mode> modes = EnumSet.of(service.mode());
    modes.addAll(ModeNeeds.reported(service));
    changes.forEach(change -> modes.addAll(change.meanwhile()));
    boolean mixed = modes.contains(Mode.DR) && modes.size() > 1;
    for (Backend backend : service.backends()) {
      route(backend.address())
          .filter(r -> mixed || service.mode() == Mode.DR && stays(r, backend.address()))
          .ifPresent(draft.routes::add);
    }
  }

  /** Until there was a moment without connections: those of the other mode have ended then. */
  private boolean stays(Route route, IpAddress realServer) {
    return standing.contains(route)
        && observed.virtualServers().stream()
            .flatMap(server -> server.destinations().stream())
            .filter(d -> d.destination().key().address().equals(realServer))
            .anyMatch(KnownNextHops::isBusy);
  }

  private static boolean isBusy(DestinationState state) {
    return state.activeConnections() + state.inactiveConnections() > 0;
  }

  /** Only a neighbour can be a next hop, and no node is its own. */
  private Optional<Route> route(IpAddress realServer) {
    return neighbours
        .linkOf(realServer)
        .filter(_ -> observed.addresses().at(realServer).isEmpty())
        .map(
            link ->
                new Route(
                    Route.MAIN,
                    realServer.asHost(),
                    Optional.of(realServer),
                    link,
                    Ownership.PROTOCOL));
  }
}
