package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The changes of virtual servers and destinations. Edits are edits: connections stay. */
final class ServerDiff {
  private final Observed observed;
  private final Ownership ownership;
  private final Desired desired;
  private final Instant now;
  private final Map<Port, Set<VirtualServerKey>> forms = new HashMap<>();

  /** A port of a service, which several virtual servers serve while it changes its form. */
  private record Port(ServiceRef owner, PortMapping port) {
    static Port of(DesiredServer server) {
      return new Port(server.owner(), server.port());
    }
  }

  ServerDiff(Observed observed, Ownership ownership, Desired desired, Instant now) {
    this.observed = observed;
    this.ownership = ownership;
    this.desired = desired;
    this.now = now;
    desired
        .servers()
        .forEach(
            s -> forms.computeIfAbsent(Port.of(s), _ -> new HashSet<>()).add(s.server().key()));
  }

  /**
   * What the journal has to know, then virtual servers, then destinations: in an order in which
   * many go out together, because none depends on another of its kind.
   */
  List<Change> toAddAndEdit() {
    List<Change> notes = new ArrayList<>();
    List<Change> servers = new ArrayList<>();
    List<Change> wanted = new ArrayList<>();
    List<Change> leaving = new ArrayList<>();
    for (DesiredServer server : desired.servers()) {
      Optional<VirtualServerState> standing = observed.virtualServer(server.server().key());
      adoption(server, standing).ifPresent(notes::add);
      serverChange(server, standing).ifPresent(servers::add);
      for (Destination d : DesiredServer.byName(server.wanted()).values()) {
        cancelledDrain(server, d).ifPresent(notes::add);
        wantedChange(server, d, standing).ifPresent(wanted::add);
      }
      if (!isRetired(server)) {
        leaving.addAll(drainChanges(server, standing));
      }
    }
    return Stream.of(notes, servers, wanted, leaving).flatMap(List::stream).toList();
  }

  /** When new connections go to their successors, earlier forms of services get none. */
  List<Change> toRetire() {
    List<Change> changes = new ArrayList<>();
    for (DesiredServer server : desired.servers()) {
      if (isRetired(server)) {
        changes.addAll(drainChanges(server, observed.virtualServer(server.server().key())));
      }
    }
    return changes;
  }

  /** A virtual server of an earlier form: another one takes its connections. */
  private boolean isRetired(DesiredServer server) {
    return server.wanted().isEmpty() && forms.get(Port.of(server)).size() > 1;
  }

  private List<Change> drainChanges(DesiredServer server, Optional<VirtualServerState> standing) {
    return DesiredServer.byName(server.leaving()).values().stream()
        .flatMap(d -> drainChange(server, d, standing).stream())
        .toList();
  }

  private Optional<Change> adoption(DesiredServer server, Optional<VirtualServerState> standing) {
    VirtualServerKey key = server.server().key();
    boolean adopts =
        standing.isPresent() && server.adopt() && !ownership.virtualServers().contains(key);
    return adopts ? Optional.of(new Change.AdoptVirtualServer(key)) : Optional.empty();
  }

  private Optional<Change> serverChange(
      DesiredServer server, Optional<VirtualServerState> standing) {
    if (standing.isEmpty()) {
      return Optional.of(new Change.AddVirtualServer(server.server()));
    }
    return standing.get().server().equals(server.server())
        ? Optional.empty()
        : Optional.of(new Change.EditVirtualServer(server.server()));
  }

  private Optional<Change> cancelledDrain(DesiredServer server, Destination wanted) {
    Ownership.Drain drain = server.drain(wanted.key());
    return ownership.draining().containsKey(drain)
        ? Optional.of(new Change.CancelDrain(drain.server(), drain.destination()))
        : Optional.empty();
  }

  private Optional<Change> wantedChange(
      DesiredServer server, Destination wanted, Optional<VirtualServerState> standing) {
    VirtualServerKey key = server.server().key();
    Optional<Destination> present =
        standing.flatMap(s -> s.destination(wanted.key())).map(DestinationState::destination);
    if (present.isEmpty()) {
      return Optional.of(new Change.AddDestination(key, wanted));
    }
    return present.get().equals(wanted)
        ? Optional.empty()
        : Optional.of(new Change.EditDestination(key, present.get(), wanted));
  }

  /**
   * A drain begins when the weight becomes 0: where the kernel refused that, or somebody else gave
   * it a weight again, it begins anew.
   */
  private Optional<Change> drainChange(
      DesiredServer server, Destination leaving, Optional<VirtualServerState> standing) {
    boolean drains =
        ownership.draining().containsKey(server.drain(leaving.key()))
            && standing
                .flatMap(s -> s.destination(leaving.key()))
                .filter(d -> d.destination().weight() == 0)
                .isPresent();
    return drains
        ? Optional.empty()
        : Optional.of(new Change.DrainDestination(server.server().key(), leaving, now));
  }

  /** What drained and was taken away by somebody else drains no more. */
  private List<Change> drainsToForget() {
    Set<Ownership.Drain> cancelled =
        desired.servers().stream()
            .flatMap(s -> s.wanted().stream().map(d -> s.drain(d.key())))
            .collect(Collectors.toSet());
    return ownership.draining().keySet().stream()
        .filter(drain -> !cancelled.contains(drain) && !stands(drain))
        .sorted(Comparator.comparing(Ownership.Drain::toString))
        .<Change>map(drain -> new Change.CancelDrain(drain.server(), drain.destination()))
        .toList();
  }

  private boolean stands(Ownership.Drain drain) {
    return observed
        .virtualServer(drain.server())
        .flatMap(server -> server.destination(drain.destination()))
        .isPresent();
  }

  List<Change> toDelete() {
    List<Change> changes = new ArrayList<>(drainsToForget());
    Set<VirtualServerKey> wanted =
        desired.servers().stream().map(s -> s.server().key()).collect(Collectors.toSet());
    List<VirtualServerKey> unwanted =
        ownership.virtualServers().stream()
            .filter(k -> !wanted.contains(k))
            .sorted(Comparator.comparing(VirtualServerKey::option))
            .toList();
    unwanted.stream()
        .filter(k -> observed.virtualServer(k).isEmpty())
        .forEach(k -> changes.add(new Change.DisownVirtualServer(k)));
    for (DesiredServer server : desired.servers()) {
      VirtualServerKey key = server.server().key();
      server.gone().forEach(d -> changes.add(new Change.DeleteDestination(key, d)));
    }
    unwanted.stream()
        .filter(k -> observed.virtualServer(k).isPresent())
        .forEach(k -> changes.add(new Change.DeleteVirtualServer(k)));
    return changes;
  }
}
