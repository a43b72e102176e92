package io.lvsoperator.agent;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tutorial's machines as a node's agent sees them, as values. */
final class Cluster {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  static final IpAddress RS01 = IpAddress.parse("10.23.190.76");
  static final IpAddress RS02 = IpAddress.parse("10.23.122.152");
  static final ServiceRef WEB = new ServiceRef("default", "web");
  static final Map<IpAddress, ProbeResult> FREE = Map.of(VIP, new ProbeResult.Free());

  private Cluster() {}

  /** LB01, which also has RS01's address, so that one node can play both roles. */
  static InMemoryKernel node() {
    InMemoryKernel kernel =
        new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16", RS01 + "/16");
    kernel.routes.add(
        new Route(
            Route.MAIN,
            Subnet.parse("0.0.0.0/0"),
            Optional.of(IpAddress.parse("10.23.0.1")),
            "eth0",
            3));
    return kernel;
  }

  static Backend backend(IpAddress address, int weight) {
    ServiceRef name = new ServiceRef("default", "rs-" + address);
    return new Backend(name, address, weight, 0, 0, Eligibility.IN_PLACE);
  }

  static DirectedService service(
      String name, Scheduler scheduler, int port, int target, Backend... backends) {
    return new DirectedService(
        new ServiceRef("default", name),
        VIP,
        false,
        Mode.NAT,
        Optional.empty(),
        List.of(new PortMapping(Protocol.TCP, port, target)),
        scheduler,
        Set.of(),
        Optional.empty(),
        false,
        List.of(backends),
        Duration.ofSeconds(60),
        Optional.empty(),
        List.of(),
        List.of(),
        Set.of());
  }

  static DirectedService web(Backend... backends) {
    return service("web", Scheduler.RR, 80, 8080, backends);
  }

  /** A service over IPv6, on an interface that the group names. */
  static DirectedService ipv6() {
    return new DirectedService(
        new ServiceRef("default", "six"),
        IpAddress.parse("fd00:23::180"),
        false,
        Mode.NAT,
        Optional.empty(),
        List.of(new PortMapping(Protocol.TCP, 80, 8080)),
        Scheduler.RR,
        Set.of(),
        Optional.empty(),
        false,
        List.of(backend(IpAddress.parse("fd00:23::76"), 1)),
        Duration.ofSeconds(60),
        Optional.of("eth0"),
        List.of(),
        List.of(),
        Set.of());
  }

  static HostedPart part() {
    return new HostedPart(
        Attachment.of(
            WEB,
            VIP,
            RS01,
            new Way(Mode.NAT, Optional.empty()),
            List.of(new PortMapping(Protocol.TCP, 80, 8080))),
        List.of(
            new DirectorPeer(
                "lb02",
                List.of(
                    new DirectorPeer.Interface(
                        MacAddress.parse("02:00:00:00:00:02"),
                        List.of(Subnet.parse("10.23.21.185/16")))))));
  }

  static Intent directs(DirectedService... services) {
    return new Intent(List.of(services), List.of());
  }

  static Intent both(DirectedService... services) {
    return new Intent(List.of(services), List.of(part()));
  }

  /** Every intent that the tests jump between. */
  static List<Intent> intents() {
    return Stream.of(
            Intent.NONE,
            directs(web(backend(RS01, 1), backend(RS02, 3))),
            directs(
                web(backend(RS02, 0)), service("tls", Scheduler.WRR, 443, 443, backend(RS01, 1))),
            both(web(backend(RS02, 1))),
            new Intent(List.of(), List.of(part())))
        .toList();
  }
}
