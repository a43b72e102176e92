package io.lvsoperator.plan;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.SourceAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tutorial's machines and services, as values to build tests from. */
final class Tutorial {
  static final IpAddress LB01 = IpAddress.parse("10.23.21.184");
  static final IpAddress RS01 = IpAddress.parse("10.23.190.76");
  static final IpAddress RS02 = IpAddress.parse("10.23.122.152");
  static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  static final MacAddress LB01_MAC = MacAddress.parse("02:00:00:00:00:01");
  static final ServiceRef WEB = new ServiceRef("default", "web");

  private Tutorial() {}

  static InMemoryKernel director() {
    InMemoryKernel kernel = new InMemoryKernel().eth0("02:00:00:00:00:01", LB01 + "/16");
    kernel.routes.add(gateway());
    return kernel;
  }

  static InMemoryKernel realServer() {
    InMemoryKernel kernel = new InMemoryKernel().eth0("02:00:00:00:00:11", RS01 + "/16");
    kernel.routes.add(gateway());
    return kernel;
  }

  static final IpAddress LB01_6 = IpAddress.parse("fd00:23::184");
  static final IpAddress RS01_6 = IpAddress.parse("fd00:23::76");
  static final IpAddress VIP_6 = IpAddress.parse("fd00:23::180");
  static final IpAddress ROUTER_6 = IpAddress.parse("fe80::1");

  /** The director with an IPv6 address beside its own, and a default route by advertisement. */
  static InMemoryKernel director6() {
    InMemoryKernel kernel = director();
    kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(LB01_6 + "/64"), 0));
    kernel.routerAdvertises("eth0", ROUTER_6);
    return kernel;
  }

  /** The real server with an IPv6 address beside its own. */
  static InMemoryKernel realServer6() {
    InMemoryKernel kernel = realServer();
    kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(RS01_6 + "/64"), 0));
    return kernel;
  }

  static DirectorPeer lb01Dual() {
    return peer("lb01", LB01_MAC.toString(), LB01 + "/16", LB01_6 + "/64");
  }

  /** A part of rs01, at its address of the VIP's family. */
  static HostedPart part6(
      String service, IpAddress vip, Mode mode, List<PortMapping> ports, DirectorPeer... by) {
    return attached(service, vip, RS01_6, new Way(mode, Optional.empty()), ports, by);
  }

  static Route gateway() {
    return new Route(
        Route.MAIN,
        Subnet.parse("0.0.0.0/0"),
        Optional.of(IpAddress.parse("10.23.0.1")),
        "eth0",
        3);
  }

  static Backend backend(IpAddress address, int weight, Eligibility eligibility) {
    return new Backend(
        new ServiceRef("default", "rs-" + address), address, weight, 0, 0, eligibility);
  }

  /** A service, in NAT unless told otherwise, that is changed step by step. */
  static final class ServiceBuilder {
    private ServiceRef name = WEB;
    private IpAddress vip = VIP;
    private boolean own;
    private Scheduler scheduler = Scheduler.RR;
    private final List<PortMapping> ports = new ArrayList<>();
    private final List<Backend> backends = new ArrayList<>();
    private Optional<String> link = Optional.empty();
    private List<String> predecessors = List.of();
    private Mode mode = Mode.NAT;
    private Optional<Forwarding.Tunnel> tunnel = Optional.empty();
    private List<IpAddress> sources = List.of();
    private Set<MacAddress> others = Set.of();

    ServiceBuilder others(String... macs) {
      others = Stream.of(macs).map(MacAddress::parse).collect(Collectors.toSet());
      return this;
    }

    ServiceBuilder marked(Protocol protocol, int first, int last, int mark) {
      ports.add(new PortMapping(protocol, new PortRange(first, last), first, Optional.of(mark)));
      return this;
    }

    ServiceBuilder mode(Mode to) {
      mode = to;
      return this;
    }

    ServiceBuilder tunnel(Forwarding.Tunnel to) {
      mode = Mode.TUN;
      tunnel = Optional.of(to);
      return this;
    }

    ServiceBuilder sources(String... addresses) {
      sources = Stream.of(addresses).map(IpAddress::parse).toList();
      return this;
    }

    ServiceBuilder name(String to) {
      name = new ServiceRef("default", to);
      return this;
    }

    ServiceBuilder ownVip() {
      vip = LB01;
      own = true;
      return this;
    }

    ServiceBuilder vip(IpAddress to) {
      vip = to;
      return this;
    }

    ServiceBuilder scheduler(Scheduler to) {
      scheduler = to;
      return this;
    }

    ServiceBuilder tcp(int port, int target) {
      ports.add(new PortMapping(Protocol.TCP, port, target));
      return this;
    }

    ServiceBuilder udp(int port, int target) {
      ports.add(new PortMapping(Protocol.UDP, port, target));
      return this;
    }

    ServiceBuilder backend(IpAddress address, int weight) {
      return backend(address, weight, Eligibility.IN_PLACE);
    }

    ServiceBuilder backend(IpAddress address, int weight, Eligibility eligibility) {
      backends.add(Tutorial.backend(address, weight, eligibility));
      return this;
    }

    /** With weight 1, ready for the service's mode or not, and for these modes in any case. */
    ServiceBuilder backend(IpAddress address, Eligibility eligibility, Mode... inPlace) {
      backends.add(
          new Backend(
              new ServiceRef("default", "rs-" + address),
              address,
              1,
              0,
              0,
              eligibility,
              Optional.of(
                  Stream.of(inPlace)
                      .collect(
                          Collectors.toMap(
                              m -> new Way(m, Optional.empty()), _ -> Eligibility.IN_PLACE))),
              Optional.empty()));
      return this;
    }

    ServiceBuilder link(String to) {
      link = Optional.of(to);
      return this;
    }

    ServiceBuilder predecessors(String... nodes) {
      predecessors = List.of(nodes);
      return this;
    }

    DirectedService build() {
      return new DirectedService(
          name,
          vip,
          own,
          mode,
          tunnel,
          ports,
          scheduler,
          Set.of(),
          Optional.empty(),
          false,
          backends,
          Duration.ofSeconds(60),
          link,
          predecessors,
          sources.stream().map(a -> new SourceAddress(a, List.of())).toList(),
          others);
    }
  }

  static ServiceBuilder service() {
    return new ServiceBuilder();
  }

  static DirectorPeer peer(String node, String mac, String... subnets) {
    return new DirectorPeer(
        node,
        List.of(
            new DirectorPeer.Interface(
                MacAddress.parse(mac), List.of(subnets).stream().map(Subnet::parse).toList())));
  }

  static DirectorPeer lb01() {
    return peer("lb01", LB01_MAC.toString(), LB01 + "/16");
  }

  static DirectorPeer lb02() {
    return peer("lb02", "02:00:00:00:00:02", "10.23.21.185/16");
  }

  static HostedPart part(
      String service, IpAddress vip, List<PortMapping> ports, DirectorPeer... by) {
    return part(service, vip, Mode.NAT, ports, by);
  }

  static HostedPart part(
      String service, IpAddress vip, Mode mode, List<PortMapping> ports, DirectorPeer... by) {
    return attached(service, vip, RS01, new Way(mode, Optional.empty()), ports, by);
  }

  /** What these directors ask of the real server at this address. */
  static HostedPart attached(
      String service,
      IpAddress vip,
      IpAddress address,
      Way way,
      List<PortMapping> ports,
      DirectorPeer... by) {
    return new HostedPart(
        Attachment.of(new ServiceRef("default", service), vip, address, way, ports), List.of(by));
  }
}
