package io.lvsoperator.plan;

import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.util.Set;

/**
 * That a service changes the way in which it forwards, or waits with a change of its ports.
 *
 * @param from how packets reached its real servers until now
 * @param to how they shall
 * @param awaited the RealServers that are waited for; empty where the way changes in this pass
 * @param connections how many connections the kernel counts as active in the old way; those of them
 *     that last longer than the real servers keep the old way are reset
 */
public record WayChangeReport(Set<Way> from, Way to, Set<ServiceRef> awaited, long connections) {
  /** Copies the sets. */
  public WayChangeReport {
    from = Set.copyOf(from);
    awaited = Set.copyOf(awaited);
  }

  /** {@return whether only ports change, or how they are found} */
  public boolean keepsWay() {
    return from.equals(Set.of(to));
  }

  /** {@return whether everything goes on in the old way} */
  public boolean waits() {
    return !awaited.isEmpty();
  }
}
