package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.lvsoperator.protocol.NodeMemory;
import io.lvsoperator.translate.snapshot.OutOfServiceTaint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether this node may ask for nothing, as a director whose machine counts as gone. Who deletes a
 * Node that comes back, as a kubelet registers it again, takes no weight away: nobody lets go of a
 * director's requests before its Node is absent for {@link NodeMemory#CONFIRMED_AFTER}.
 */
final class Silence {
  private Optional<Instant> absentSince = Optional.empty();

  /**
   * Notes a look at this agent's own Node.
   *
   * @param own the Node; empty where it is absent
   * @param now when it was looked at
   * @return whether it is out of service, or was absent in every look of a minute and more
   */
  boolean holds(Optional<Node> own, Instant now) {
    if (own.isPresent()) {
      absentSince = Optional.empty();
      return OutOfServiceTaint.isOn(own.get());
    }
    Instant since = absentSince.orElse(now);
    absentSince = Optional.of(since);
    return Duration.between(since, now).compareTo(NodeMemory.CONFIRMED_AFTER) >= 0;
  }
}
