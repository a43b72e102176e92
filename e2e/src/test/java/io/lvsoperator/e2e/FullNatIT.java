package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Flow;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * FULLNAT on the stock kernel: real servers, also one behind the router, see an address of the
 * director's and need nothing; and nobody else's connections get that address.
 */
@LabTest(agents = {"lb01", "rs01", "rs04"})
class FullNatIT {
  private static final String VIP = "10.23.21.180";
  private static final String OWN = "10.23.21.184";
  private static final String[] POOL = {"10.23.21.190", "10.23.21.191"};

  @Test
  void aPoolHidesTheClientAndKeepsItsPortAndTheRealServersNeedNothing(Bed bed) {
    NodeState near = NodeState.of(bed.node("rs01"));
    NodeState far = NodeState.of(bed.node("rs04"));
    try (Scenario scenario = Scenario.of(bed, FullNatIT.class)) {
      Scenario.assertAsBefore("rs01 serves", scenario.node("rs01"), near);
      Scenario.assertAsBefore("rs04 serves", scenario.node("rs04"), far);

      Node client = scenario.node("client");
      Running<Traffic> left = client.watch(VIP);
      Running<Traffic> arrived = scenario.node("rs04").watch(POOL);
      Tally web = client.ask(Load.http(VIP + ":80").times(24));
      assertThat(web.failures()).isEmpty();
      assertThat(web.answers()).isEqualTo(Map.of("Hello From RS01", 12, "Hello From RS04", 12));
      assertThat(web.clients()).containsOnlyKeys(POOL);
      Tally datagrams = client.ask(Load.udp(VIP + ":53").times(24));
      assertThat(datagrams.failures()).isEmpty();
      assertThat(datagrams.answers()).isEqualTo(Map.of("RS01", 12, "RS04", 12));
      assertThat(datagrams.clients()).containsOnlyKeys(POOL);

      Traffic sent = left.stop().to(VIP);
      Traffic received = arrived.stop().incoming();
      for (String protocol : new String[] {"tcp", "udp"}) {
        assertThat(sourcePorts(received.of(protocol)))
            .as(protocol)
            .hasSize(12)
            .isSubsetOf(sourcePorts(sent.of(protocol)));
      }

      withoutAPoolTheDirectorsOwnAddressIsTheSource(bed, scenario);
    }
  }

  private static void withoutAPoolTheDirectorsOwnAddressIsTheSource(Bed bed, Scenario scenario) {
    bed.kubectl()
        .run(
            "patch",
            "directorgroup",
            "default",
            "--type=merge",
            "-p",
            "{\"spec\":{\"sourceAddresses\":null}}")
        .orFail();
    scenario.eventually(() -> assertThat(scenario.node("lb01").sh("ip addr")).doesNotContain(POOL));
    Running<Traffic> arrived = scenario.node("rs04").watch(OWN);
    Tally tally = scenario.node("client").ask(Load.http(VIP + ":80").times(8));
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers()).isEqualTo(Map.of("Hello From RS01", 4, "Hello From RS04", 4));
    assertThat(tally.clients()).containsOnlyKeys(OWN);
    // Clear of NodePorts and of the ports that the director itself connects from.
    assertThat(sourcePorts(arrived.stop().incoming().of("tcp")))
        .hasSize(4)
        .allSatisfy(port -> assertThat(port).isBetween(10000, 29999));
  }

  private static Set<Integer> sourcePorts(Traffic traffic) {
    return traffic.flows().stream().map(Flow::sourcePort).collect(Collectors.toSet());
  }

  @Test
  void whoeverIsNoClientOfTheServiceKeepsItsAddress(Bed bed) {
    Node director = bed.node("lb01");
    Node client = bed.node("client");
    try (Scenario scenario = Scenario.of(bed, FullNatIT.class);
        Running<String> _ = director.listen(9000)) {
      // A NodePort whose pod answers by the director, as with externalTrafficPolicy: Local.
      director.sh(
          """
          nft -f - <<X
          table ip nodeport-like { chain pre { type nat hook prerouting priority dstnat;
            ip daddr 10.23.21.184 tcp dport 30080 dnat to 10.23.60.3:80
          }; }
          X
          """);
      scenario.node("rs03").sh("ip route add 10.99.0.0/24 via 10.23.21.184");
      try {
        sees(client, OWN + ":8000", "10.23.21.190", "10.23.21.191");
        sees(client, OWN + ":9000", client.address());
        sees(client, OWN + ":30080", client.address());
        sees(client, "10.23.190.76:80", client.address());
        sees(client, "10.24.0.14:80", client.address());
        sees(director, "10.24.0.14:80", director.address());
      } finally {
        scenario.node("rs03").sh("ip route del 10.99.0.0/24 via 10.23.21.184");
        director.sh("nft delete table ip nodeport-like");
      }
    }
  }

  private static void sees(Node from, String target, String... clients) {
    Tally tally = from.ask(Load.http(target).times(16));
    assertThat(tally.failures()).as("%s asks %s", from.name(), target).isEmpty();
    assertThat(tally.clients()).as("%s asks %s", from.name(), target).containsOnlyKeys(clients);
  }
}
