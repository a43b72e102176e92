package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS01_6;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.VIP_6;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.lb01Dual;
import static io.lvsoperator.plan.Tutorial.lb02;
import static io.lvsoperator.plan.Tutorial.part;
import static io.lvsoperator.plan.Tutorial.part6;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jumps between states at random, also with passes that are cut: whatever came before, the kernel
 * ends as a fresh node would be for the last state, and as it was when nothing is wanted any more.
 */
class RandomWalkTest {
  private static final VirtualServerKey FOREIGN =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443);

  private static final Tunnel GUE = new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE);
  private static final Tunnel GRE = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.NONE);
  private static final Tunnel GRE_SUMMED = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.FULL);

  /** Every state: what one node may be asked to do, as a director and as a real server. */
  private static final List<Intent> STATES =
      List.of(
          Intent.NONE,
          directs(service().tcp(80, 80).backend(RS01, 1).build()),
          directs(service().tcp(80, 8080).udp(53, 5353).backend(RS01, 3).backend(RS02, 1).build()),
          directs(
              service().scheduler(Scheduler.WRR).tcp(80, 80).backend(RS02, 0).build(),
              service().name("other").tcp(443, 443).backend(RS01, 1).build()),
          directs(service().ownVip().tcp(8000, 80).backend(RS02, 1).build()),
          directs(
              service().tcp(80, 80).backend(RS01, 1).build(),
              service().name("six").vip(VIP_6).tcp(80, 8080).backend(RS01_6, 1).build()),
          directs(
              service()
                  .name("six")
                  .vip(VIP_6)
                  .mode(Mode.DR)
                  .udp(53, 53)
                  .backend(RS01_6, 1)
                  .build()),
          directs(
              service()
                  .name("six")
                  .vip(VIP_6)
                  .mode(Mode.FULLNAT)
                  .tcp(80, 8080)
                  .backend(RS01_6, 1)
                  .build()),
          hosts(part6("six", VIP_6, Mode.NAT, tcp(80), lb01Dual()), lb01Part("web", 80)),
          hosts(part6("six", VIP_6, Mode.DR, tcp(80), lb01Dual())),
          hosts(lb01Part("web", 80)),
          hosts(lb01Part("web", 80), lb01Part("tls", 443)),
          hosts(part("web", VIP, tcp(80), lb01(), lb02())),
          new Intent(
              List.of(service().tcp(80, 80).backend(RS01, 1).build()),
              List.of(part("web", VIP, tcp(80), lb02())),
              List.of()),
          hosts(part("web", VIP, Mode.DR, tcp(80), lb01())),
          hosts(tunnelled("web", Tunnel.IPIP)),
          hosts(tunnelled("web", GUE), tunnelled("tls", GRE)),
          hosts(tunnelled("web", GRE_SUMMED), part("nat", VIP, tcp(443), lb02())),
          new Intent(
              List.of(service().tunnel(GUE).tcp(80, 80).backend(RS02, 1).build()),
              List.of(tunnelled("tls", Tunnel.IPIP)),
              List.of()));

  private static HostedPart tunnelled(String name, Tunnel tunnel) {
    return new HostedPart(
        new ServiceRef("default", name),
        new ServiceRef("default", "rs01"),
        new PartKey(VIP, Mode.TUN, Optional.of(tunnel), RS01),
        tcp(80),
        List.of(lb01(), lb02()),
        Duration.ofSeconds(60));
  }

  private static HostedPart lb01Part(String name, int port) {
    return part(name, VIP, tcp(port), lb01());
  }

  private static List<PortMapping> tcp(int port) {
    return List.of(new PortMapping(Protocol.TCP, port, port));
  }

  private static Intent directs(DirectedService... services) {
    return new Intent(List.of(services), List.of(), List.of());
  }

  private static Intent hosts(HostedPart... parts) {
    return new Intent(List.of(), List.of(parts), List.of());
  }

  private static NodeUnderTest node() {
    // One node for both roles: the tutorial's director with RS01's address beside its own.
    NodeUnderTest node = new NodeUnderTest(Tutorial.director6());
    node.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(RS01 + "/16"), 0));
    node.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(RS01_6 + "/64"), 0));
    node.kernel.ipvs.add(VirtualServer.of(FOREIGN, Scheduler.RR));
    return node;
  }

  private static void settle(NodeUnderTest node) {
    for (int i = 0; i < 6; i++) {
      node.pass();
      node.later(Duration.ofSeconds(61));
    }
    assertThat(node.changes()).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsLikeAFreshNodeWhateverCameBefore(int seed) {
    Random random = new Random(seed);
    NodeUnderTest node = node();
    String start = node.kernel.dump();
    for (int step = 0; step < 30; step++) {
      node.intent = STATES.get(random.nextInt(STATES.size()));
      if (random.nextInt(3) == 0) {
        node.pass(random.nextInt(4));
      }
      if (random.nextInt(5) == 0) {
        disturb(node, random);
      }
      if (random.nextBoolean()) {
        settle(node);
        NodeUnderTest fresh = node();
        fresh.intent = node.intent;
        settle(fresh);
        assertThat(likeFresh(node))
            .as("step %d of seed %d", step, seed)
            .isEqualTo(likeFresh(fresh));
      }
    }
    node.intent = Intent.NONE;
    settle(node);
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.ownership).isEqualTo(Ownership.NONE);
  }

  /**
   * What stands, with the numbers of marks blotted out: which director has which depends on who
   * came first. And without what a device of ours inherits when it is made between a cut pass that
   * was about to let IPv6 through and the next one: without {@code all} it means nothing.
   */
  private static String likeFresh(NodeUnderTest node) {
    return node.kernel
        .dump()
        .replaceAll("0x(0000007|7)[ef]", "MARK")
        .replaceAll("772[67]", "TABLE")
        .lines()
        .filter(line -> !line.matches("net.ipv6.conf.lvs-.*forwarding=.*"))
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static void disturb(NodeUnderTest node, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        node.kernel.ipvs.clear();
        node.kernel.ipvs.add(VirtualServer.of(FOREIGN, Scheduler.RR));
      }
      case 1 -> node.kernel.addresses.removeIf(a -> a.address().equals(VIP));
      case 2 -> node.kernel.rules.clear();
      case 3 -> node.kernel.fouPorts.clear();
      case 4 -> {
        if (node.kernel.links.stream().anyMatch(l -> l.name().equals("tunl0"))) {
          node.kernel.kernel().links().down("tunl0");
        }
      }
      default -> node.kernel.packetTable = new PacketTableState.Absent();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void convergesAfterAPassThatWasCutAndDeletesNothingThatIsWanted(int pair) {
    int from = pair / STATES.size();
    int to = pair % STATES.size();
    for (int cut = 0; cut < 40; cut++) {
      NodeUnderTest node = node();
      node.intent = STATES.get(from);
      settle(node);
      node.intent = STATES.get(to);
      int all = node.changes().size();
      node.pass(cut);
      List<Change> rest = node.changes();
      assertThat(rest).as("cut after %d of %d", cut, all).noneMatch(c -> deletesWanted(node, c));
      settle(node);
      NodeUnderTest fresh = node();
      fresh.intent = STATES.get(to);
      settle(fresh);
      assertThat(likeFresh(node)).isEqualTo(likeFresh(fresh));
      if (cut >= all) {
        return;
      }
    }
    throw new AssertionError("more changes than cuts");
  }

  static IntStream pairs() {
    return IntStream.range(0, STATES.size() * STATES.size());
  }

  private static boolean deletesWanted(NodeUnderTest node, Change change) {
    return switch (change) {
      case Change.DeleteVirtualServer c ->
          node.desired.servers().stream().anyMatch(s -> s.server().key().equals(c.server()));
      case Change.DeleteAddress c ->
          node.desired.vips().stream()
              .anyMatch(v -> v.ours().stream().anyMatch(c.address()::equals));
      case Change.DeleteDestination c ->
          node.desired.servers().stream()
              .filter(s -> s.server().key().equals(c.server()))
              .flatMap(s -> s.wanted().stream())
              .anyMatch(d -> d.key().equals(c.destination()));
      case Change.DeleteRule c -> node.desired.rules().contains(c.rule());
      case Change.DeleteRoute c -> node.desired.routes().contains(c.route());
      case Change.DeletePacketRules _ -> !node.desired.packetRules().isEmpty();
      default -> false;
    };
  }
}
