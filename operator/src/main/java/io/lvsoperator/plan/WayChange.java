package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Indexed;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a virtual server comes from the way in which it forwards to the one that its service wants,
 * or from the real servers' ports of before to others, or to another form: for all real servers at
 * once, when each that gets connections is ready for it. Which way is the old one, the kernel says.
 */
final class WayChange {
  /** So long a real server that is not ready holds the others up, if another one is ready. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Forwarding forwarding;
  private final Mode mode;
  private final Indexed<Destination.Key, Standing> standing;
  private final Set<Mode> serving;
  private final boolean waits;
  private final List<PortMapping> earlier;

  private WayChange(
      Forwarding forwarding,
      Mode mode,
      List<Standing> standing,
      Set<Mode> serving,
      boolean waits,
      List<PortMapping> earlier) {
    this.forwarding = forwarding;
    this.mode = mode;
    this.standing = Indexed.by(s -> s.destination().key(), standing);
    this.serving = serving;
    this.waits = waits;
    this.earlier = List.copyOf(earlier);
  }

  /**
   * A destination that stands and does not leave.
   *
   * @param state as it stands
   * @param backend its real server
   * @param way how packets reach it
   * @param isWanted whether that is the way that the service wants
   * @param moves whether the service wants it at another port, or found in another form
   */
  record Standing(
      DestinationState state, Backend backend, Optional<Way> way, boolean isWanted, boolean moves) {
    Destination destination() {
      return state.destination();
    }

    /** {@return the weight that it should have in the way in which it stands} */
    int weight() {
      return Destinations.weight(backend, eligibility(), destination().weight() > 0);
    }

    private Eligibility eligibility() {
      return way.map(backend::eligibility).orElse(backend.eligibility());
    }

    boolean serves() {
      return destination().weight() > 0 && weight() > 0;
    }

    boolean isReady() {
      return backend.eligibility() == Eligibility.IN_PLACE;
    }

    /** {@return whether its real server has to get ready before its connections go elsewhere} */
    boolean isAwaited() {
      return (moves || !isWanted) && serves() && !isReady();
    }
  }

  /**
   * {@return how this virtual server comes to the way that its service wants}
   *
   * @param service the service
   * @param bare the virtual server
   * @param earlierForm whether the service wants its ports found in another form
   * @param server what stands of it
   * @param ways tells in which way packets reach a destination
   * @param ownership tells who leaves and since when the service waits
   * @param now the time
   */
  static WayChange of(
      DirectedService service,
      DesiredServer bare,
      boolean earlierForm,
      Optional<VirtualServerState> server,
      Ways ways,
      Ownership ownership,
      Instant now) {
    Forwarding forwarding = ModePlan.of(service).forwarding();
    Optional<Way> wanted = Way.of(forwarding, service.mode() == Mode.FULLNAT);
    List<Standing> standing = new ArrayList<>();
    Set<Mode> serving = EnumSet.noneOf(Mode.class);
    Map<IpAddress, List<Backend>> backends =
        service.backends().stream().collect(Collectors.groupingBy(Backend::address));
    for (DestinationState state :
        server.<List<DestinationState>>map(VirtualServerState::destinations).orElse(List.of())) {
      Destination destination = state.destination();
      boolean moves = earlierForm || destination.key().port() != bare.port().destinationPort();
      // One that drains where it is wanted again stands.
      boolean leaves = moves && ownership.draining().containsKey(bare.drain(destination.key()));
      backends.getOrDefault(destination.key().address(), List.of()).stream()
          .filter(_ -> !leaves)
          .map(
              b -> standing(state, b, ways.of(service, bare.port(), b, destination), wanted, moves))
          .forEach(standing::add);
      ways.of(service.vip(), bare.port(), destination)
          .filter(_ -> destination.weight() > 0)
          .map(Way::mode)
          .ifPresent(serving::add);
    }
    boolean late = standing.stream().anyMatch(Standing::isAwaited);
    Instant since = ownership.modeChanges().getOrDefault(service.name(), now);
    boolean patient = now.isBefore(since.plus(PATIENCE)) || !anyReady(service);
    return new WayChange(forwarding, service.mode(), standing, serving, late && patient, List.of());
  }

  /**
   * {@return this change where its virtual server takes over from another form}
   *
   * @param before what stands of the other form
   * @param form which form that is
   */
  WayChange takingOver(WayChange before, PortMapping form) {
    List<Standing> both = new ArrayList<>(standing);
    both.addAll(before.standing);
    Set<Mode> all = EnumSet.copyOf(serving);
    all.addAll(before.serving);
    List<PortMapping> forms = new ArrayList<>(earlier);
    forms.add(form);
    return new WayChange(forwarding, mode, both, all, waits, forms);
  }

  /** {@return the other forms from which its virtual server takes over, if it does} */
  List<PortMapping> earlier() {
    return earlier;
  }

  /** {@return the modes in which packets reach real servers now} */
  Set<Mode> serving() {
    return EnumSet.copyOf(serving);
  }

  private static Standing standing(
      DestinationState state,
      Backend backend,
      Optional<Way> way,
      Optional<Way> wanted,
      boolean moves) {
    return new Standing(state, backend, way, way.isEmpty() || way.equals(wanted), moves);
  }

  private static boolean anyReady(DirectedService service) {
    return service.backends().stream()
        .anyMatch(b -> b.weight() > 0 && b.eligibility() == Eligibility.IN_PLACE);
  }

  /** {@return the kernel's method for the way that the service wants} */
  Forwarding forwarding() {
    return forwarding;
  }

  /** {@return whether everything goes on in the old way} */
  boolean waits() {
    return waits;
  }

  Optional<Standing> standing(Destination.Key key) {
    return standing.find(key);
  }

  List<Standing> standing(Backend backend) {
    return standing.stream().filter(s -> s.backend().equals(backend)).toList();
  }

  /** {@return those that get connections in another way than the service wants} */
  List<Standing> old() {
    return standing.stream().filter(s -> !s.isWanted() && s.serves()).toList();
  }

  /** {@return those whose real servers are waited for} */
  List<Standing> awaited() {
    return waits ? standing.stream().filter(Standing::isAwaited).toList() : List.of();
  }

  /** {@return whether there are connections, of whatever way} */
  boolean isBusy() {
    return standing.stream()
        .map(Standing::state)
        .anyMatch(state -> state.activeConnections() + state.inactiveConnections() > 0);
  }

  /** {@return the modes in which packets reach real servers once this pass is done} */
  Set<Mode> after() {
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    if (waits) {
      modes.addAll(serving);
    } else {
      modes.add(mode);
    }
    return modes;
  }

  /** {@return the modes in which packets reach real servers while destinations are edited} */
  Set<Mode> meanwhile() {
    Set<Mode> modes = after();
    modes.addAll(serving);
    return modes;
  }
}
