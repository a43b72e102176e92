package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
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

  /**
   * {@return the virtual server with its destinations}
   *
   * @param change how it comes to the way that the service wants
   * @param standing what stands of it
   */
  DesiredServer plan(
      DirectedService service,
      DesiredServer bare,
      WayChange change,
      Optional<VirtualServerState> standing) {
    List<Destination> wanted =
        change.waits() ? asTheyStand(service, bare, change) : wanted(service, bare, change);
    Set<Destination.Key> keys = wanted.stream().map(Destination::key).collect(Collectors.toSet());
    return leaving(service, bare, wanted, keys, standing);
  }

  private static List<Destination> wanted(
      DirectedService service, DesiredServer bare, WayChange change) {
    List<Destination> wanted = new ArrayList<>();
    for (Backend backend : service.backends()) {
      wanted.add(entering(backend, bare, change));
    }
    return wanted;
  }

  /** A destination in the way that the service wants, or as it stands until its part is ready. */
  private static Destination entering(Backend backend, DesiredServer bare, WayChange change) {
    Destination.Key key = new Destination.Key(backend.address(), bare.port().destinationPort());
    Optional<WayChange.Standing> standing = change.standing(key);
    Optional<WayChange.Standing> elsewise = standing.filter(s -> !s.isWanted());
    if (elsewise.isPresent() && backend.eligibility() != Eligibility.IN_PLACE) {
      return limited(backend, elsewise.get().destination().withWeight(0));
    }
    int weight =
        weight(
            backend,
            backend.eligibility(),
            standing.filter(_ -> elsewise.isEmpty()).isPresent()
                && standing.get().destination().weight() > 0);
    return new Destination(
        key, change.forwarding(), weight, backend.upperThreshold(), backend.lowerThreshold());
  }

  /** Until the way changes everybody keeps what he has, and nobody new comes in. */
  private static List<Destination> asTheyStand(
      DirectedService service, DesiredServer bare, WayChange change) {
    List<Destination> wanted = new ArrayList<>();
    for (Backend backend : service.backends()) {
      List<WayChange.Standing> here = change.standing(backend);
      here.forEach(s -> wanted.add(limited(backend, s.destination().withWeight(s.weight()))));
      if (here.isEmpty()) {
        wanted.add(entering(backend, bare, change).withWeight(0));
      }
    }
    return wanted;
  }

  private static Destination limited(Backend backend, Destination standing) {
    return new Destination(
        standing.key(),
        standing.forwarding(),
        standing.weight(),
        backend.upperThreshold(),
        backend.lowerThreshold());
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
        standing.<List<DestinationState>>map(VirtualServerState::destinations).orElse(List.of())) {
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
   *
   * @param serving whether it has connections
   */
  static int weight(Backend backend, Eligibility eligibility, boolean serving) {
    return switch (eligibility) {
      case IN_PLACE -> backend.weight();
      case NOT_IN_PLACE -> 0;
      case UNKNOWN -> serving ? backend.weight() : 0;
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
