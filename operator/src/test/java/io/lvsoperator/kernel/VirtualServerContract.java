package io.lvsoperator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
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
import io.lvsoperator.model.VirtualServerState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every kernel does with virtual servers of every kind, the one in memory and the real one.
 */
public abstract class VirtualServerContract {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final IpAddress VIP6 = IpAddress.parse("fd00::180");
  private static final IpAddress RS01 = IpAddress.parse("10.23.190.76");
  private static final IpAddress RS01V6 = IpAddress.parse("fd00::76");
  private static final VirtualServerKey WEB =
      new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 8000);

  /** {@return the ports of a kernel without virtual servers} */
  protected abstract Kernel kernel();

  private Ipvs ipvs() {
    return kernel().ipvs();
  }

  private static void refused(String errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  private static Destination destination(IpAddress address, int port, Forwarding forwarding) {
    return new Destination(new Destination.Key(address, port), forwarding, 1, 0, 0);
  }

  private void holds(VirtualServer server, Destination... destinations) {
    ipvs().add(server);
    for (Destination destination : destinations) {
      ipvs().add(server.key(), destination);
    }
    VirtualServerState state = ipvs().virtualServers().getFirst();
    assertThat(ipvs().virtualServers()).hasSize(1);
    assertThat(state.server()).isEqualTo(server);
    assertThat(state.destinations())
        .extracting(DestinationState::destination)
        .containsExactlyInAnyOrder(destinations);
    ipvs().delete(server.key());
    assertThat(ipvs().virtualServers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo", "ovf"
      })
  void hasEveryScheduler(String name) {
    holds(
        VirtualServer.of(WEB, new Scheduler(name)),
        destination(RS01, 80, new Forwarding.Masquerade()));
  }

  @Test
  void namesASchedulerThatIsMissingAndKeepsWhatStood() {
    VirtualServer missing = VirtualServer.of(WEB, new Scheduler("nosuch"));
    assertThatThrownBy(() -> ipvs().add(missing))
        .isInstanceOf(SchedulerUnavailableException.class)
        .hasMessageContaining("no scheduler \"nosuch\"");
    assertThat(ipvs().virtualServers()).isEmpty();
    ipvs().add(VirtualServer.of(WEB, Scheduler.RR));
    assertThatThrownBy(() -> ipvs().edit(missing))
        .isInstanceOf(SchedulerUnavailableException.class);
    assertThat(ipvs().virtualServers())
        .extracting(VirtualServerState::server)
        .containsExactly(VirtualServer.of(WEB, Scheduler.RR));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "mh"})
  void keepsTheFlagsOfASchedulerWithPersistence(String name) {
    holds(
        new VirtualServer(
            WEB,
            new Scheduler(name),
            Set.of(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2),
            Optional.of(new Persistence(300, 24)),
            false));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void takesEveryProtocolInBothFamilies(Protocol protocol) {
    holds(
        VirtualServer.of(new VirtualServerKey.Endpoint(VIP, protocol, 80), Scheduler.WLC),
        destination(RS01, 8080, new Forwarding.Masquerade()));
    holds(
        VirtualServer.of(new VirtualServerKey.Endpoint(VIP6, protocol, 80), Scheduler.WLC),
        destination(RS01V6, 8080, new Forwarding.Masquerade()));
  }

  @Test
  void takesFirewallMarksWhoseDestinationsHaveNoPort() {
    for (int mark : new int[] {16, 0x7f000000, -16}) {
      holds(
          VirtualServer.of(
              new VirtualServerKey.FirewallMark(mark, Family.IPV4), new Scheduler("mh")),
          destination(RS01, 0, new Forwarding.Gateway()));
    }
    holds(
        VirtualServer.of(new VirtualServerKey.FirewallMark(16, Family.IPV6), Scheduler.WRR),
        destination(RS01V6, 0, new Forwarding.Masquerade()));
  }

  @Test
  void holdsOneMarkOncePerFamily() {
    VirtualServer v4 =
        VirtualServer.of(new VirtualServerKey.FirewallMark(16, Family.IPV4), Scheduler.RR);
    VirtualServer v6 =
        VirtualServer.of(new VirtualServerKey.FirewallMark(16, Family.IPV6), Scheduler.RR);
    ipvs().add(v4);
    refused("EEXIST", () -> ipvs().add(v4));
    ipvs().add(v6);
    ipvs().add(v4.key(), destination(RS01, 0, new Forwarding.Gateway()));
    assertThat(ipvs().virtualServers()).hasSize(2);
    ipvs().delete(v4.key());
    assertThat(ipvs().virtualServers()).extracting(VirtualServerState::server).containsExactly(v6);
  }

  @Test
  void schedulesEachPacketOfUdp() {
    holds(
        new VirtualServer(
            new VirtualServerKey.Endpoint(VIP, Protocol.UDP, 53),
            Scheduler.RR,
            Set.of(),
            Optional.empty(),
            true),
        destination(RS01, 53, new Forwarding.Gateway()));
  }

  static List<Forwarding> forwardings() {
    Stream<Forwarding> tunnels =
        Stream.of(
            new Forwarding.Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE),
            new Forwarding.Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE),
            new Forwarding.Tunnel(TunnelType.GUE, 6080, TunnelChecksum.FULL),
            new Forwarding.Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMOTE),
            new Forwarding.Tunnel(TunnelType.GRE, 0, TunnelChecksum.NONE),
            new Forwarding.Tunnel(TunnelType.GRE, 0, TunnelChecksum.FULL));
    return Stream.concat(Stream.of(new Forwarding.Masquerade(), new Forwarding.Gateway()), tunnels)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("forwardings")
  void keepsEveryWayOfForwardingAndChangesItInPlace(Forwarding forwarding) {
    ipvs().add(VirtualServer.of(WEB, Scheduler.RR));
    ipvs().add(WEB, destination(RS01, 8000, new Forwarding.Masquerade()));
    Destination edited = destination(RS01, 8000, forwarding);
    ipvs().edit(WEB, edited);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(edited);
  }

  @Test
  void keepsThresholdsAndRefusesThoseThatContradict() {
    ipvs().add(VirtualServer.of(WEB, Scheduler.RR));
    Destination.Key key = new Destination.Key(RS01, 8000);
    Destination limited = new Destination(key, new Forwarding.Masquerade(), 1, 1000, 800);
    ipvs().add(WEB, limited);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(limited);
    Destination contradicting = new Destination(key, new Forwarding.Masquerade(), 1, 800, 1000);
    refused("ERANGE", () -> ipvs().edit(WEB, contradicting));
    Destination lowerAlone = new Destination(key, new Forwarding.Masquerade(), 1, 0, 1);
    refused("ERANGE", () -> ipvs().edit(WEB, lowerAlone));
    ipvs().delete(WEB, key);
    refused("ERANGE", () -> ipvs().add(WEB, contradicting));
  }

  @Test
  void mixesFamiliesOnlyInTunnels() {
    ipvs().add(VirtualServer.of(WEB, Scheduler.RR));
    refused(
        "EINVAL", () -> ipvs().add(WEB, destination(RS01V6, 8000, new Forwarding.Masquerade())));
    refused("EINVAL", () -> ipvs().add(WEB, destination(RS01V6, 8000, new Forwarding.Gateway())));
    Destination tunnel =
        destination(RS01V6, 8000, new Forwarding.Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE));
    ipvs().add(WEB, tunnel);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(tunnel);
  }
}
