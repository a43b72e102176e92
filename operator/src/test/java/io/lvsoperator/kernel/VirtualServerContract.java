package io.lvsoperator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.Change;
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
import java.time.Instant;
import java.util.ArrayList;
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

  private Ipvsadm ipvsadm() {
    return new Ipvsadm(ipvs());
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
    ipvsadm().add(server);
    for (Destination destination : destinations) {
      ipvsadm().add(server.key(), destination);
    }
    VirtualServerState state = ipvs().virtualServers().getFirst();
    assertThat(ipvs().virtualServers()).hasSize(1);
    assertThat(state.server()).isEqualTo(server);
    assertThat(state.destinations())
        .extracting(DestinationState::destination)
        .containsExactlyInAnyOrder(destinations);
    ipvsadm().delete(server.key());
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
    assertThatThrownBy(() -> ipvsadm().add(missing))
        .isInstanceOf(SchedulerUnavailableException.class)
        .hasMessageContaining("no scheduler \"nosuch\"");
    assertThat(ipvs().virtualServers()).isEmpty();
    ipvsadm().add(VirtualServer.of(WEB, Scheduler.RR));
    assertThatThrownBy(() -> ipvsadm().edit(missing))
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
    ipvsadm().add(v4);
    refused("EEXIST", () -> ipvsadm().add(v4));
    ipvsadm().add(v6);
    ipvsadm().add(v4.key(), destination(RS01, 0, new Forwarding.Gateway()));
    assertThat(ipvs().virtualServers()).hasSize(2);
    ipvsadm().delete(v4.key());
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
    ipvsadm().add(VirtualServer.of(WEB, Scheduler.RR));
    ipvsadm().add(WEB, destination(RS01, 8000, new Forwarding.Masquerade()));
    Destination edited = destination(RS01, 8000, forwarding);
    ipvsadm().edit(WEB, edited);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(edited);
  }

  @Test
  void keepsThresholdsAndRefusesThoseThatContradict() {
    ipvsadm().add(VirtualServer.of(WEB, Scheduler.RR));
    Destination.Key key = new Destination.Key(RS01, 8000);
    Destination limited = new Destination(key, new Forwarding.Masquerade(), 1, 1000, 800);
    ipvsadm().add(WEB, limited);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(limited);
    Destination contradicting = new Destination(key, new Forwarding.Masquerade(), 1, 800, 1000);
    refused("ERANGE", () -> ipvsadm().edit(WEB, contradicting));
    Destination lowerAlone = new Destination(key, new Forwarding.Masquerade(), 1, 0, 1);
    refused("ERANGE", () -> ipvsadm().edit(WEB, lowerAlone));
    ipvsadm().delete(WEB, key);
    refused("ERANGE", () -> ipvsadm().add(WEB, contradicting));
  }

  @Test
  void mixesFamiliesOnlyInTunnels() {
    ipvsadm().add(VirtualServer.of(WEB, Scheduler.RR));
    refused(
        "EINVAL", () -> ipvsadm().add(WEB, destination(RS01V6, 8000, new Forwarding.Masquerade())));
    refused(
        "EINVAL", () -> ipvsadm().add(WEB, destination(RS01V6, 8000, new Forwarding.Gateway())));
    Destination tunnel =
        destination(RS01V6, 8000, new Forwarding.Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE));
    ipvsadm().add(WEB, tunnel);
    assertThat(ipvs().virtualServers().getFirst().destinations())
        .extracting(DestinationState::destination)
        .containsExactly(tunnel);
  }

  @Test
  void carriesManyOutInTheirOrderAndSaysWhatCameOfEach() {
    VirtualServer web = VirtualServer.of(WEB, Scheduler.WRR);
    VirtualServer missing =
        VirtualServer.of(
            new VirtualServerKey.FirewallMark(7, Family.IPV4), new Scheduler("nosuch"));
    List<Change.OfIpvs> changes = new ArrayList<>();
    changes.add(new Change.AddVirtualServer(web));
    changes.add(new Change.AddVirtualServer(missing));
    for (int i = 0; i < 900; i++) {
      changes.add(
          new Change.AddDestination(WEB, destination(many(i), 80, new Forwarding.Gateway())));
      if (i % 3 == 0) {
        changes.add(changes.getLast()); // a second time
      }
    }
    List<Answer> answers = ipvs().apply(changes);
    assertThat(answers).hasSameSizeAs(changes);
    for (int i = 2; i < changes.size(); i++) {
      boolean second = changes.get(i).equals(changes.get(i - 1));
      assertThat(errno(answers.get(i))).as("%d", i).isEqualTo(second ? "EEXIST" : "");
    }
    assertThat(errno(answers.getFirst())).isEmpty();
    assertThat(answers.get(1))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).isInstanceOf(SchedulerUnavailableException.class));
    assertThat(ipvs().virtualServers())
        .singleElement()
        .satisfies(s -> assertThat(s.destinations()).hasSize(900));
    Destination first = destination(many(0), 80, new Forwarding.Gateway());
    Destination second = destination(many(1), 80, new Forwarding.Gateway());
    List<Answer> edits =
        ipvs()
            .apply(
                List.of(
                    new Change.EditVirtualServer(VirtualServer.of(WEB, Scheduler.RR)),
                    new Change.EditDestination(WEB, first, first.withWeight(7)),
                    new Change.DrainDestination(WEB, second.withWeight(0), Instant.EPOCH),
                    new Change.DeleteDestination(WEB, new Destination.Key(RS01, 80)),
                    new Change.DeleteDestination(WEB, new Destination.Key(many(2), 80))));
    assertThat(edits)
        .extracting(VirtualServerContract::errno)
        .containsExactly("", "", "", "ENOENT", "");
    VirtualServerState state = ipvs().virtualServers().getFirst();
    assertThat(state.server().scheduler()).isEqualTo(Scheduler.RR);
    assertThat(state.destinations())
        .hasSize(899)
        .extracting(DestinationState::destination)
        .contains(first.withWeight(7), second.withWeight(0));
    assertThat(ipvs().apply(List.of(new Change.DeleteVirtualServer(WEB))))
        .containsExactly(new Answer.Done());
    assertThat(ipvs().virtualServers()).isEmpty();
  }

  private static IpAddress many(int i) {
    return IpAddress.parse("10.24." + i / 200 + "." + (1 + i % 200));
  }

  private static String errno(Answer answer) {
    return switch (answer) {
      case Answer.Done _ -> "";
      case Answer.Refused(KernelException why) -> why.errno();
    };
  }
}
