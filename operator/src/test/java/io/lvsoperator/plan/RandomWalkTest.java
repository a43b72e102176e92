package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS01_6;
import static io.lvsoperator.plan.Tutorial.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Duration;
import java.util.List;
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

  private static final List<Intent> STATES = WalkStates.ALL;

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
   * came first. And without what a device of ours, or of a module that we load, inherits when it
   * comes between a cut pass that was about to let IPv6 through and the next one: without {@code
   * all} it means nothing.
   */
  private static String likeFresh(NodeUnderTest node) {
    return node.kernel
        .dump()
        .replaceAll("0x(0000007|7)[ef]", "MARK")
        .replaceAll("772[67]", "TABLE")
        .lines()
        .filter(line -> !line.matches("net.ipv6.conf.(lvs-.*|tunl0|ip6tnl0).forwarding=.*"))
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
