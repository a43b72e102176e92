package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.VirtualServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides the destinations of one virtual server: who enters, who stays, who leaves and who is
 * gone.
 */
final class Destinations {
  /**
   * A drained destination stays at least so long, so that handshakes that were under way can end.
   */
  static final Duration SHORTEST_DRAIN = Duration.ofSeconds(3);

  private final Ownership ownership;
  private final Instant now;

  Destinations(Ownership ownership, Instant now) {
    this.ownership = ownership;
    this.now = now;
  }

  DesiredServer plan(
      DirectedService service,
      DesiredServer bare,
      Forwarding forwarding,
      Optional<VirtualServerState> standing) {
    List<Destination> wanted = new ArrayList<>();
    for (Backend backend : service.backends()) {
      Destination.Key key = new Destination.Key(backend.address(), bare.port().destinationPort());
      int weight = weight(backend, standing.flatMap(s -> s.destination(key)));
      wanted.add(
          new Destination(
              key, forwarding, weight, backend.upperThreshold(), backend.lowerThreshold()));
    }
    Set<Destination.Key> keys = wanted.stream().map(Destination::key).collect(Collectors.toSet());
    return leaving(service, bare, wanted, keys, standing);
  }

  /** A virtual server of an earlier form: all its destinations leave. */
  DesiredServer retire(DirectedService service, DesiredServer bare, VirtualServerState standing) {
    return leaving(service, bare, List.of(), Set.of(), Optional.of(standing));
  }

  private DesiredServer leaving(
      DirectedService service,
      DesiredServer bare,
      List<Destination> wanted,
      Set<Destination.Key> keys,
      Optional<VirtualServerState> standing) {
    List<Destination> leaving = new ArrayList<>();
    List<Destination.Key> gone = new ArrayList<>();
    for (DestinationState state :
        standing.map(VirtualServerState::destinations).orElse(List.of())) {
      Destination destination = state.destination();
      if (keys.contains(destination.key())) {
        continue;
      }
      if (mayGo(bare.drain(destination.key()), state, service.drainTimeout())) {
        gone.add(destination.key());
      } else {
        leaving.add(destination.withWeight(0));
      }
    }
    return bare.with(wanted, leaving, gone);
  }

  /**
   * A new real server gets connections on evidence; one that has them loses them only on evidence.
   */
  private static int weight(Backend backend, Optional<DestinationState> standing) {
    return switch (backend.eligibility()) {
      case IN_PLACE -> backend.weight();
      case NOT_IN_PLACE -> 0;
      case UNKNOWN ->
          standing.filter(s -> s.destination().weight() > 0).isPresent() ? backend.weight() : 0;
    };
  }

  private boolean mayGo(Ownership.Drain drain, DestinationState state, Duration timeout) {
    Instant since = ownership.draining().get(drain);
    if (since == null || state.destination().weight() != 0) {
      return false;
    }
    Duration drained = Duration.between(since, now);
    boolean settled = drained.compareTo(SHORTEST_DRAIN) >= 0;
    return settled && state.activeConnections() == 0 || drained.compareTo(timeout) >= 0;
  }
}
