package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Way;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells from the kernel alone in which way packets reach a destination that stands there. */
final class Ways {
  private static final Way NAT = new Way(Mode.NAT, Optional.empty());
  private static final Way FULLNAT = new Way(Mode.FULLNAT, Optional.empty());

  private final Observed observed;
  private final boolean translates;

  /** Those whose sources our packet rules write. */
  private final Set<Endpoints> translated = new HashSet<>();

  Ways(Observed observed) {
    this.observed = observed;
    Set<PacketRule> rules = observed.packetTable().known().rules();
    rules.stream()
        .flatMap(r -> r instanceof PacketRule.SourceNat nat ? Stream.of(nat) : Stream.empty())
        .forEach(nat -> translated.add(new Endpoints(nat.vip(), nat.protocol(), nat.ports())));
    this.translates = !translated.isEmpty() || rules.contains(new PacketRule.KeepSources());
  }

  private record Endpoints(IpAddress vip, Protocol protocol, PortRange ports) {}

  /**
   * {@return the way of a destination; empty where somebody else has set the kernel's method} Where
   * somebody has taken our packet rules away it is the way for which the real server is ready.
   *
   * @param service the service
   * @param port which of its ports
   * @param backend the real server
   * @param destination as it stands
   */
  Optional<Way> of(
      DirectedService service, PortMapping port, Backend backend, Destination destination) {
    boolean doubtful =
        switch (observed.packetTable()) {
          case PacketTableState.Ours _ -> false;
          case PacketTableState.Absent _, PacketTableState.Altered _ -> true;
        };
    return doubtful && destination.forwarding() instanceof Forwarding.Masquerade
        ? Optional.of(likely(service.mode(), backend))
        : of(service.vip(), port, destination);
  }

  /** {@return whether our packet rules have the kernel translate sources} */
  boolean translateSources() {
    return translates;
  }

  private static Way likely(Mode mode, Backend backend) {
    Way first = mode == Mode.FULLNAT ? FULLNAT : NAT;
    Way second = mode == Mode.FULLNAT ? NAT : FULLNAT;
    return Stream.of(first, second)
        .filter(way -> backend.eligibility(way) == Eligibility.IN_PLACE)
        .findFirst()
        .orElse(first);
  }

  /** {@return the way of a destination; empty where it is in doubt} */
  Optional<Way> of(IpAddress vip, PortMapping port, Destination destination) {
    boolean doubtful = observed.packetTable() instanceof PacketTableState.Altered;
    return doubtful && destination.forwarding() instanceof Forwarding.Masquerade
        ? Optional.empty()
        : Way.of(destination.forwarding(), writesSource(vip, port));
  }

  /** {@return whether our packet rules write the source of this port's packets} */
  boolean writesSource(IpAddress vip, PortMapping port) {
    return translated.contains(new Endpoints(vip, port.protocol(), port.ports()));
  }
}
