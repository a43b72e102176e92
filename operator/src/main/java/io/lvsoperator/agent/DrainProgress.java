package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.api.v1alpha1.NodeService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the counts of a drain as they were published for a while: a status is not written in every
 * pass because somebody hangs up. A drain that begins or ends is published at once, and so is a
 * count of none.
 */
final class DrainProgress {
  /** How long a count stands. */
  static final Duration STANDS = Duration.ofSeconds(10);

  private Map<Key, Shown> shown = Map.of();

  /** Which drain. */
  private record Key(String namespace, String service, NodeDestination destination) {}

  /** A count, and when it was counted. */
  private record Shown(long connections, Instant at) {}

  /** {@return the status with the counts to publish now} */
  LvsNodeStatus steady(LvsNodeStatus status, Instant now) {
    Map<Key, Shown> next = new HashMap<>();
    List<NodeService> services =
        status.services().stream().map(service -> steady(service, next, now)).toList();
    shown = next;
    return status.withServices(services);
  }

  private NodeService steady(NodeService service, Map<Key, Shown> next, Instant now) {
    return service.withDestinations(
        service.destinations().stream()
            .map(d -> d.withDrain(d.drain().map(drain -> steady(service, d, drain, next, now))))
            .toList());
  }

  private NodeDrain steady(
      NodeService service,
      NodeDestination destination,
      NodeDrain drain,
      Map<Key, Shown> next,
      Instant now) {
    Key key = new Key(service.namespace(), service.name(), destination.withDrain(Optional.empty()));
    Shown count =
        Optional.ofNullable(shown.get(key))
            .filter(old -> drain.connections() > 0 && old.at().plus(STANDS).isAfter(now))
            .orElse(new Shown(drain.connections(), now));
    next.put(key, count);
    return new NodeDrain(count.connections(), drain.until());
  }
}
