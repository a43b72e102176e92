package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.IpvsCounters;
import io.lvsoperator.netlink.IpvsDestination;
import io.lvsoperator.netlink.IpvsDestinationState;
import io.lvsoperator.netlink.IpvsKey;
import io.lvsoperator.netlink.IpvsService;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IpvsValuesTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.184");
  private static final VirtualServerKey WEB =
      new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 8000);

  @Test
  void everyVirtualServerComesBackAsItWas() {
    List<VirtualServer> servers =
        List.of(
            VirtualServer.of(WEB, Scheduler.RR),
            new VirtualServer(
                new VirtualServerKey.Endpoint(IpAddress.parse("fd00::1"), Protocol.UDP, 53),
                new Scheduler("mh"),
                Set.of(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2),
                Optional.of(new Persistence(300, 64)),
                true),
            new VirtualServer(
                new VirtualServerKey.FirewallMark(16, Family.IPV6),
                Scheduler.WLC,
                Set.of(SchedulerFlag.FLAG_3),
                Optional.of(new Persistence(1, 128)),
                false));
    assertThat(servers)
        .allSatisfy(
            server -> assertThat(IpvsValues.server(IpvsValues.service(server))).contains(server));
  }

  @Test
  void everyDestinationComesBackAsItWas() {
    Destination.Key key = new Destination.Key(VIP, 80);
    List<Destination> destinations =
        List.of(
            new Destination(key, new Forwarding.Masquerade(), 65535, 100, 50),
            new Destination(key, new Forwarding.Gateway(), 0, 0, 0),
            new Destination(
                key, new Forwarding.Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE), 1, 0, 0),
            new Destination(
                key, new Forwarding.Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMOTE), 1, 0, 0),
            new Destination(
                key, new Forwarding.Tunnel(TunnelType.GRE, 0, TunnelChecksum.FULL), 1, 0, 0));
    assertThat(destinations)
        .allSatisfy(
            destination ->
                assertThat(read(IpvsValues.destination(destination))).isEqualTo(destination));
  }

  @Test
  void aVirtualServerWithoutPersistenceLooksAtWholeAddresses() {
    assertThat(IpvsValues.service(VirtualServer.of(WEB, Scheduler.RR)).prefixLength())
        .isEqualTo(32);
  }

  @Test
  void whatOthersMadeIsBroughtIntoRangeRatherThanStopTheReading() {
    IpvsDestination odd =
        new IpvsDestination(
            InetAddress.ofLiteral("10.0.0.1"),
            80,
            7,
            1_000_000,
            0xffff_ffffL,
            0,
            IpvsDestination.Tunnel.IPIP);
    assertThat(read(odd))
        .isEqualTo(
            new Destination(
                new Destination.Key(IpAddress.parse("10.0.0.1"), 80),
                new Forwarding.Other(7),
                65535,
                Integer.MAX_VALUE,
                0));
    IpvsService everybody =
        new IpvsService(IpvsValues.key(WEB), "rr", IpvsService.PERSISTENT, 0, 0, Optional.empty());
    assertThat(IpvsValues.server(everybody).orElseThrow().persistence())
        .contains(new Persistence(1, 1));
  }

  @Test
  void aTunnelOfATypeThatComesLaterIsAnotherMethod() {
    assertThat(
            read(new IpvsDestination(
                    InetAddress.ofLiteral("10.0.0.1"),
                    80,
                    IpvsDestination.TUNNEL,
                    1,
                    0,
                    0,
                    new IpvsDestination.Tunnel(9, 0, 0)))
                .forwarding())
        .isEqualTo(new Forwarding.Other(2));
  }

  @Test
  void aProtocolWithoutNameIsLeftOut() {
    IpvsKey esp = new IpvsKey.AddressKey(InetAddress.ofLiteral("10.0.0.1"), 50, 0);
    assertThat(IpvsValues.server(IpvsService.of(esp, "rr"))).isEmpty();
  }

  private static Destination read(IpvsDestination destination) {
    return IpvsValues.state(new IpvsDestinationState(destination, 1, 2, 3, IpvsCounters.ZERO))
        .destination();
  }
}
