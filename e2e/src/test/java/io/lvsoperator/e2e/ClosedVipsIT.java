package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A server of the node's own, which listens on every address, answers on a VIP where the group says
 * Open and nowhere but on the node's own address where it says Closed: on the director, asked from
 * behind the router, and on a real server, asked by a neighbour that sends straight to it.
 */
@LabTest(agents = {"lb01", "rs01"})
class ClosedVipsIT {
  private static final String NAT = "10.23.21.181";
  private static final String TUN = "10.23.21.182";
  private static final String DR = "fd00:23::183";

  /** The real servers' second port, which no service has; lb01 listens there too. */
  private static final int PORT = 8080;

  private static final int ECHO = 5300;
  private static final Duration DROPPED = Duration.ofSeconds(1);

  /** By the router the VIPs lead to lb01; past ARP and ND the neighbour finds them on rs01. */
  private static final String STRAIGHT =
      """
      ip route %1$s 10.23.21.182/32 via 10.23.190.76
      ip -6 route %1$s fd00:23::183/128 via fd00:23::76
      """;

  @Test
  void aHostsServerAnswersOnAVipOnlyWhereTheGroupOpensIt(Bed bed) {
    Node client = bed.node("client");
    Node near = bed.node("near");
    List<Running<LongConnection>> held = new ArrayList<>();
    near.sh(STRAIGHT.formatted("add"));
    try (Scenario scenario = Scenario.of(bed, ClosedVipsIT.class);
        Running<String> _ = bed.node("lb01").listen(PORT)) {
      for (String vip : List.of(NAT, TUN, DR)) {
        answers(client, vip, PORT, "Hello From lb01");
        held.add(client.hold(Load.target(vip, PORT)));
      }
      for (String vip : List.of(TUN, DR)) {
        answers(near, vip, PORT, "Hello From RS01");
        assertThat(near.ask(Load.udp(Load.target(vip, ECHO))).failures()).as(vip).isEmpty();
        held.add(near.hold(Load.target(vip, PORT)));
      }

      set(bed, "Closed");
      for (String node : List.of("lb01", "rs01")) {
        scenario.eventually(() -> assertThat(ruleset(bed.node(node))).contains("vip-ports"));
      }
      List.of(NAT, TUN, DR).forEach(vip -> silent(client, Load.http(Load.target(vip, PORT))));
      for (String vip : List.of(TUN, DR)) {
        silent(near, Load.http(Load.target(vip, PORT)));
        silent(near, Load.udp(Load.target(vip, ECHO)));
      }
      everythingElseWorks(bed);
      assertThat(held)
          .as("connections that were there before")
          .allSatisfy(one -> assertThat(one.stop().broken()).isEmpty());

      set(bed, "Open");
      scenario.eventually(() -> assertThat(ruleset(bed.node("lb01"))).doesNotContain("vip-ports"));
      answers(client, NAT, PORT, "Hello From lb01");
      scenario.end();
    } finally {
      held.forEach(Running::stop);
      near.sh(STRAIGHT.formatted("del"));
    }
  }

  private static void everythingElseWorks(Bed bed) {
    Node client = bed.node("client");
    bed.node("gw").sh("ip neigh flush all"); // it has to ask for the VIPs again, by ARP and ND
    answers(client, bed.node("lb01").address(), PORT, "Hello From lb01");
    answers(client, bed.node("rs01").address(), PORT, "Hello From RS01");
    for (String vip : List.of(NAT, TUN, DR)) {
      answers(client, vip, 80, "Hello From RS01");
    }
    // The kernel gives these the VIP as their source: what comes back is for a port of no service.
    answers(bed.node("lb01"), NAT, 80, "Hello From RS01");
    assertThat(bed.node("lb01").ask(Load.udp(Load.target(NAT, ECHO)).times(2)).failures())
        .isEmpty();
    answers(bed.node("rs01"), TUN, PORT, "Hello From RS01"); // nobody else can send that way
  }

  private static void answers(Node from, String address, int port, String who) {
    var tally = from.ask(Load.http(Load.target(address, port)));
    assertThat(tally.failures()).as(address).isEmpty();
    assertThat(tally.answers()).as(address).containsOnlyKeys(who);
  }

  /** Dropped, not refused: a refusal would tell that somebody is there. */
  private static void silent(Node from, Load load) {
    var tally = from.ask(load.within(DROPPED));
    assertThat(tally.answers()).as(load.target()).isEmpty();
    assertThat(tally.failures().keySet())
        .as(load.target())
        .allMatch(reason -> reason.startsWith("timeout"));
  }

  private static void set(Bed bed, String hostPorts) {
    bed.kubectl()
        .run(
            "patch",
            "directorgroup",
            "default",
            "--type=merge",
            "-p",
            "{\"spec\":{\"vipHostPorts\":\"%s\"}}".formatted(hostPorts))
        .orFail();
  }

  private static String ruleset(Node node) {
    return node.sh("nft list ruleset");
  }
}
