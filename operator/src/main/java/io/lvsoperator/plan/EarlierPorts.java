package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ports of a part in NAT that its service has lost a moment ago. Only in NAT a part is about
 * ports. A director may hear of the change later than this node, and then waits until all real
 * servers know of it: so connections to the earlier ports find their way back as long as any
 * director may send some, and no longer.
 */
final class EarlierPorts {
  private EarlierPorts() {}

  /**
   * {@return the earlier ports of a part that is wanted, if it has any}
   *
   * @param part as it is wanted
   * @param owned as it was noted last; null where it is new
   * @param now the time
   */
  static Optional<OwnedPart.EarlierPorts> of(HostedPart part, OwnedPart owned, Instant now) {
    if (owned == null || part.key().mode() != Mode.NAT) {
      return Optional.empty();
    }
    Optional<OwnedPart.EarlierPorts> noted =
        owned.earlier().filter(e -> now.isBefore(e.since().plus(patience(part))));
    List<PortMapping> lost = others(owned.part().ports(), part.ports());
    List<PortMapping> ports = new ArrayList<>(lost);
    noted.ifPresent(e -> ports.addAll(others(others(e.ports(), part.ports()), lost)));
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OwnedPart.EarlierPorts(
            ports, lost.isEmpty() ? noted.map(OwnedPart.EarlierPorts::since).orElse(now) : now));
  }

  /** As long as for a part whose service changes its mode. */
  private static Duration patience(HostedPart part) {
    return Leaving.patienceOfReplaced(part).plus(Leaving.LET_GO);
  }

  private record Target(Protocol protocol, PortRange ports) {
    static Target of(PortMapping port) {
      return new Target(port.protocol(), port.targets());
    }
  }

  /** Those that reach real servers at ports at which none of the others does. */
  private static List<PortMapping> others(List<PortMapping> ports, List<PortMapping> than) {
    Set<Target> known = than.stream().map(Target::of).collect(Collectors.toSet());
    return ports.stream().filter(p -> !known.contains(Target.of(p))).toList();
  }
}
