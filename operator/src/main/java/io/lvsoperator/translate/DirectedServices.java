package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.SchedulerName;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.SourceAddress;
import io.lvsoperator.translate.policy.Allowance;
import io.lvsoperator.translate.snapshot.Declared;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A node's part as the holder of a group. */
final class DirectedServices {
  private final Translation translation;
  private final String node;

  DirectedServices(Translation translation, String node) {
    this.translation = translation;
    this.node = node;
  }

  /** {@return the services that this node directs} */
  List<DirectedService> list() {
    return translation.services().stream()
        .filter(service -> service.isDirectedBy(node))
        .map(this::directed)
        .toList();
  }

  /** {@return the services of its groups that another director holds} */
  List<DirectedService> waiting() {
    Set<String> groups =
        translation.groups().stream()
            .filter(group -> group.directors().contains(node))
            .map(group -> group.group().name().name())
            .collect(Collectors.toSet());
    return translation.services().stream()
        .filter(service -> service.inForce() && !service.isDirectedBy(node))
        .filter(service -> groups.contains(service.service().spec().directorGroupName()))
        .map(this::directed)
        .toList();
  }

  private DirectedService directed(ServiceVerdict verdict) {
    LvsServiceSpec spec = verdict.service().spec();
    IpAddress vip = IpAddress.parse(spec.vip());
    ServiceRef name = verdict.service().name();
    Optional<DirectorGroupSpec> group =
        translation.cluster().group(spec.directorGroupName()).map(Declared::spec);
    return new DirectedService(
        name,
        vip,
        group
            .filter(g -> Allowance.ownAddress(g, translation.cluster(), name.namespace(), vip))
            .isPresent(),
        Mode.valueOf(spec.mode().known().name()),
        Tunnels.of(spec),
        ports(verdict),
        new Scheduler(spec.scheduler().text()),
        flags(spec),
        persistence(spec, vip),
        spec.onePacket(),
        verdict.members().stream()
            .filter(member -> member.verdict().accepted())
            .filter(member -> !member.realServer().isOutOfService())
            .map(this::backend)
            .toList(),
        Duration.ofSeconds(spec.drainTimeoutSeconds()),
        group.flatMap(DirectorGroupSpec::interfaceName),
        Reports.holders(translation.cluster(), vip, node),
        translation.group(spec.directorGroupName()).stream()
            .flatMap(g -> g.sourceAddresses().stream())
            .filter(a -> a.family() == vip.family())
            .map(a -> new SourceAddress(a, Reports.holders(translation.cluster(), a, node)))
            .toList(),
        otherDirectors(spec));
  }

  private Set<MacAddress> otherDirectors(LvsServiceSpec spec) {
    return HostedParts.peers(translation.cluster(), spec.directorGroupName()).stream()
        .filter(peer -> !peer.node().equals(node))
        .flatMap(peer -> peer.interfaces().stream())
        .map(DirectorPeer.Interface::mac)
        .collect(Collectors.toSet());
  }

  private Backend backend(Member member) {
    RealServerVerdict server = member.realServer();
    return new Backend(
        server.server().name(),
        server.address(),
        server.weight(),
        server.server().spec().upperThreshold().orElse(0),
        server.server().spec().lowerThreshold().orElse(0),
        member.eligibility(),
        Eligibilities.ways(translation.cluster(), server),
        server.isManaged() ? server.node() : Optional.empty());
  }

  private static List<PortMapping> ports(ServiceVerdict verdict) {
    return ports(verdict.service().spec(), verdict.marks());
  }

  static List<PortMapping> ports(LvsServiceSpec spec, Map<String, Integer> marks) {
    return spec.ports().stream()
        .map(
            port ->
                new PortMapping(
                    Protocol.valueOf(port.protocol().known().name()),
                    new PortRange(port.firstPort(), port.lastPort()),
                    port.realServerPort(),
                    Optional.ofNullable(marks.get(port.name()))))
        .toList();
  }

  /**
   * The names of the flags are ipvsadm's; {@code sh} and {@code mh} use the same two bits. The
   * table of {@code mh} keeps the place of a real server that drains, and without {@code
   * mh-fallback} refuses the clients whose place that is.
   */
  private static Set<SchedulerFlag> flags(LvsServiceSpec spec) {
    Set<SchedulerFlag> flags = EnumSet.noneOf(SchedulerFlag.class);
    if (spec.scheduler().is(SchedulerName.MH)) {
      flags.add(SchedulerFlag.FLAG_1);
    }
    spec.schedulerFlags().stream()
        .map(
            flag ->
                switch (flag.known()) {
                  case SH_FALLBACK, MH_FALLBACK -> SchedulerFlag.FLAG_1;
                  case SH_PORT, MH_PORT -> SchedulerFlag.FLAG_2;
                })
        .forEach(flags::add);
    return flags;
  }

  private static Optional<Persistence> persistence(LvsServiceSpec spec, IpAddress vip) {
    return spec.persistence()
        .map(
            p -> new Persistence(p.timeoutSeconds(), p.prefixLength().orElse(vip.family().bits())));
  }
}
