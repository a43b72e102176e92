package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plans the services that this node directs. */
final class DirectorRole {
  private final Observed observed;
  private final Ownership ownership;
  private final VipPlacement placement;
  private final Destinations destinations;
  private final KnownNextHops nextHops;
  private final Map<DirectedService, List<DesiredServer>> programmed = new LinkedHashMap<>();
  private final Ways ways;
  private final Forms forms;
  private final DesiredDraft draft;
  private final Instant now;

  DirectorRole(Observed observed, Ownership ownership, Instant now, DesiredDraft draft) {
    this.observed = observed;
    this.ownership = ownership;
    this.placement = new VipPlacement(observed, ownership);
    this.destinations = new Destinations(ownership, now);
    this.nextHops = new KnownNextHops(observed, ownership);
    this.ways = new Ways(observed);
    this.forms = new Forms(observed, ownership);
    this.draft = draft;
    this.now = now;
  }

  void plan(DirectedService wanted) {
    SourcePool pool = sourcePool(wanted);
    DirectedService service = wanted.withSourceAddresses(pool.usable());
    pool.obstacle().ifPresent(place -> draft.outcomes.put(service.name(), remark(place)));
    VipPlacement.Place vip = placement.place(service);
    if (!holds(service)) {
      vip = pool.missing().orElse(vip);
    }
    switch (vip) {
      case VipPlacement.Place.Refused refused -> draft.outcomes.put(service.name(), refused.why());
      case VipPlacement.Place.Later later -> {
        if (later.probe()) {
          draft.probes.add(new Desired.Probe(later.link(), service.vip()));
        }
        draft.outcomes.put(service.name(), later.why());
        program(service, later.link(), Optional.empty(), false);
      }
      case VipPlacement.Place.Own own -> program(service, own.link(), Optional.empty(), true);
      case VipPlacement.Place.Ours ours ->
          program(service, ours.address().link(), Optional.of(ours.address()), false);
    }
  }

  /**
   * Adds what is left of earlier forms of the services, when all of them are planned.
   *
   * @param wanted the keys of all services, also of those that are not programmed
   */
  void retire(Set<VirtualServerKey> wanted) {
    Set<VirtualServerKey> current = new HashSet<>(wanted);
    programmed.values().forEach(all -> all.forEach(s -> current.add(s.server().key())));
    RetiredServers retired = new RetiredServers(observed, ownership, destinations, current);
    programmed.forEach((service, servers) -> draft.servers.addAll(retired.of(service, servers)));
  }

  /** Connections of FULLNAT need their source addresses also while another mode comes. */
  private SourcePool sourcePool(DirectedService service) {
    if (service.mode() == Mode.FULLNAT) {
      return SourcePool.of(service, placement, draft);
    }
    boolean left =
        service.ports().stream().anyMatch(p -> ways.writesSource(service.vip(), p))
            || ModeNeeds.reported(service).contains(Mode.FULLNAT);
    return left
        ? SourcePool.standing(service, observed, placement, draft)
        : new SourcePool(List.of(), Optional.empty());
  }

  /** A VIP that stands stays, whatever became of the source addresses. */
  private boolean holds(DirectedService service) {
    return observed.addresses().at(service.vip()).stream().anyMatch(a -> !observed.hides(a));
  }

  /** One source address less is no reason to stop. */
  private static Outcome remark(VipPlacement.Place place) {
    return switch (place) {
      case VipPlacement.Place.Refused refused -> refused.why().asRemark();
      case VipPlacement.Place.Later later -> later.why();
      case VipPlacement.Place.Own _, VipPlacement.Place.Ours _ ->
          throw new IllegalArgumentException("nothing stands in the way: " + place);
    };
  }

  private void program(
      DirectedService wanted, String vipLink, Optional<LinkAddress> ours, boolean own) {
    DirectedService service =
        wanted.in(
            wanted.mode(),
            wanted.ports().stream().flatMap(p -> forms(wanted, p).stream()).distinct().toList());
    List<DesiredServer> servers = new ArrayList<>();
    Map<PortMapping, WayChange> changes = new LinkedHashMap<>();
    for (PortMapping port : service.ports()) {
      boolean earlier = !wanted.ports().contains(port);
      server(service, port, earlier, own, changes).ifPresent(servers::add);
    }
    if (servers.isEmpty()) {
      return; // every port is somebody else's: the VIP would only swallow packets
    }
    draft.servers.addAll(servers);
    programmed.put(service, servers);
    draft.vips.add(new Desired.DesiredVip(service.name(), service.vip(), ours, own));
    Set<String> links = new TreeSet<>(Set.of(vipLink));
    service.backends().stream()
        .map(Backend::address)
        .flatMap(a -> placement.linkOf(a).stream())
        .forEach(links::add);
    // Without conntrack entries a firewall's "ct state invalid drop" (kube-proxy has it) drops the
    // replies of NAT. It is one switch for all services, so it is there from the first one on.
    draft.sysctls.put(Sysctl.VS_CONNTRACK, "1");
    new ModeNeeds(service, links, changes, ways.translateSources(), draft).add();
    nextHops.add(service, changes.values(), draft);
    ModeNeeds.report(service, changes.values())
        .ifPresent(
            report -> {
              draft.wayChanges.put(service.name(), report);
              draft.outcomes.putIfAbsent(service.name(), Outcome.changing(report));
            });
  }

  private Optional<DesiredServer> server(
      DirectedService service,
      PortMapping port,
      boolean earlierForm,
      boolean own,
      Map<PortMapping, WayChange> changes) {
    VirtualServerKey key = service.key(port);
    Optional<VirtualServerState> standing = observed.virtualServer(key);
    boolean ours =
        standing.isPresent() && (ownership.virtualServers().contains(key) || labelled(service));
    if (standing.isPresent() && !ours) {
      draft.outcomes.put(service.name(), foreign(standing.get(), key));
      return Optional.empty();
    }
    if (own && !ours && !servesItself(service) && listens(service, port)) {
      draft.outcomes.put(service.name(), portInUse(service, port));
      return Optional.empty();
    }
    WayChange alone = change(service, port, earlierForm);
    WayChange change = alone;
    for (PortMapping form : forms.earlier(service, port)) {
      change = change.takingOver(change(service, form, true), form);
    }
    changes.put(port, change);
    return Optional.of(destinations.plan(service, bare(service, port), change, standing));
  }

  /** While real servers are waited for, a port keeps the form in which it takes connections. */
  private List<PortMapping> forms(DirectedService service, PortMapping port) {
    List<PortMapping> earlier = forms.earlier(service, port);
    boolean waits = earlier.stream().anyMatch(form -> change(service, form, true).waits());
    return waits ? earlier : List.of(port);
  }

  private WayChange change(DirectedService service, PortMapping port, boolean earlierForm) {
    Optional<VirtualServerState> standing = observed.virtualServer(service.key(port));
    return WayChange.of(service, bare(service, port), earlierForm, standing, ways, ownership, now);
  }

  private DesiredServer bare(DirectedService service, PortMapping port) {
    VirtualServer server =
        new VirtualServer(
            service.key(port),
            service.scheduler(),
            service.flags(),
            service.persistence(),
            service.onePacket());
    return new DesiredServer(
        service.name(),
        service.vip(),
        port,
        server,
        labelled(service),
        List.of(),
        List.of(),
        List.of());
  }

  /** With the journal lost, the label on the VIP tells that the virtual servers there are ours. */
  private boolean labelled(DirectedService service) {
    return observed.addresses().at(service.vip()).stream()
        .anyMatch(a -> a.protocol() == Ownership.PROTOCOL && !observed.hides(a));
  }

  /** In DR and TUN a director that is a real server too listens on the VIP itself. */
  private boolean servesItself(DirectedService service) {
    return service.mode().putsVipOnRealServers()
        && service.backends().stream()
            .anyMatch(b -> !observed.addresses().at(b.address()).isEmpty());
  }

  private boolean listens(DirectedService service, PortMapping port) {
    return observed.listeners().stream()
        .anyMatch(
            l ->
                port.ports().contains(l.port())
                    && l.answers(service.vip(), port.protocol(), l.port()));
  }

  private static Outcome foreign(VirtualServerState standing, VirtualServerKey key) {
    return Outcome.refused(
        "ForeignEntry",
        "another program has a virtual server at %s with %d destinations; to hand it over, stop that program and run 'ipvsadm -D %s'"
            .formatted(key.option(), standing.destinations().size(), key.option()));
  }

  private static Outcome portInUse(DirectedService service, PortMapping port) {
    return Outcome.refused(
        "PortInUse",
        "this director itself listens on %s port %s of its own address %s: choose another port or another VIP"
            .formatted(port.protocol(), port.ports(), service.vip()));
  }
}
