package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The changes of virtual servers and destinations. Edits are edits: connections stay. */
final class ServerDiff {
  private final Observed observed;
  private final Ownership ownership;
  private final Desired desired;
  private final Instant now;

  ServerDiff(Observed observed, Ownership ownership, Desired desired, Instant now) {
    this.observed = observed;
    this.ownership = ownership;
    this.desired = desired;
    this.now = now;
  }

  List<Change> toAddAndEdit() {
    List<Change> changes = new ArrayList<>();
    for (DesiredServer server : desired.servers()) {
      Optional<VirtualServerState> standing = observed.virtualServer(server.server().key());
      changes.addAll(serverChanges(server, standing));
      DesiredServer.byName(server.wanted())
          .values()
          .forEach(d -> changes.addAll(wantedChanges(server, d, standing)));
      if (!isRetired(server)) {
        changes.addAll(drainChanges(server, standing));
      }
    }
    return changes;
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
    return server.wanted().isEmpty()
        && desired.servers().stream()
            .filter(other -> !other.server().key().equals(server.server().key()))
            .anyMatch(
                other ->
                    other.owner().equals(server.owner()) && other.port().equals(server.port()));
  }

  private List<Change> drainChanges(DesiredServer server, Optional<VirtualServerState> standing) {
    return DesiredServer.byName(server.leaving()).values().stream()
        .flatMap(d -> drainChange(server, d, standing).stream())
        .toList();
  }

  private List<Change> serverChanges(DesiredServer server, Optional<VirtualServerState> standing) {
    if (standing.isEmpty()) {
      return List.of(new Change.AddVirtualServer(server.server()));
    }
    List<Change> changes = new ArrayList<>();
    if (server.adopt() && !ownership.virtualServers().contains(server.server().key())) {
      changes.add(new Change.AdoptVirtualServer(server.server().key()));
    }
    if (!standing.get().server().equals(server.server())) {
      changes.add(new Change.EditVirtualServer(server.server()));
    }
    return changes;
  }

  private List<Change> wantedChanges(
      DesiredServer server, Destination wanted, Optional<VirtualServerState> standing) {
    VirtualServerKey key = server.server().key();
    Optional<Destination> present =
        standing.flatMap(s -> s.destination(wanted.key())).map(DestinationState::destination);
    List<Change> changes = new ArrayList<>();
    if (ownership.draining().containsKey(server.drain(wanted.key()))) {
      changes.add(new Change.CancelDrain(key, wanted.key()));
    }
    if (present.isEmpty()) {
      changes.add(new Change.AddDestination(key, wanted));
    } else if (!present.get().equals(wanted)) {
      changes.add(new Change.EditDestination(key, present.get(), wanted));
    }
    return changes;
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
    for (DesiredServer server : desired.servers()) {
      server
          .gone()
          .forEach(d -> changes.add(new Change.DeleteDestination(server.server().key(), d)));
    }
    Set<VirtualServerKey> wanted =
        desired.servers().stream().map(s -> s.server().key()).collect(Collectors.toSet());
    ownership.virtualServers().stream()
        .filter(k -> !wanted.contains(k))
        .sorted((a, b) -> a.option().compareTo(b.option()))
        .forEach(
            k ->
                changes.add(
                    observed.virtualServer(k).isPresent()
                        ? new Change.DeleteVirtualServer(k)
                        : new Change.DisownVirtualServer(k)));
    return changes;
  }
}
