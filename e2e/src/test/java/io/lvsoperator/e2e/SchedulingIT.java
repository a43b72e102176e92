package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnections;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which real server a client gets, by what its service says. */
@LabTest(length = LabTest.Length.LONG)
class SchedulingIT {
  private static final String STICKY = "10.23.21.171:80";
  private static final String SINGLE = "10.23.21.172:5300";
  private static final String HASHED = "10.23.21.173:80";
  private static final String LIMITED = "10.23.21.174:80";

  @Test
  void aClientGetsTheRealServerThatItsServiceMeans(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, SchedulingIT.class)) {
      Node client = scenario.node("client");
      persistenceKeepsANetworkAtOneRealServer(client, scenario.node("near"));
      eachDatagramIsBalancedByItself(client);
      aFullRealServerTakesNoMore(scenario, client);
      for (String realServer : List.of("rs01", "rs02")) {
        hashedClientsGoElsewhereWhileItDrains(bed, scenario, realServer);
      }
    }
  }

  private static void persistenceKeepsANetworkAtOneRealServer(Node client, Node near) {
    Tally one = client.ask(Load.http(STICKY).times(6));
    Tally other = near.ask(Load.http(STICKY).times(6));
    assertThat(one.failures()).isEmpty();
    assertThat(other.failures()).isEmpty();
    assertThat(one.answers()).as("round robin once").hasSize(1);
    assertThat(other.answers()).as("another network").hasSize(1);
    assertThat(other.answers()).doesNotContainKeys(one.answers().keySet().toArray(String[]::new));
  }

  private static void eachDatagramIsBalancedByItself(Node client) {
    Tally datagrams = client.ask(Load.udp(SINGLE).fromOnePort().times(10));
    assertThat(datagrams.failures()).isEmpty();
    assertThat(datagrams.answers()).as("from one port").isEqualTo(Map.of("RS01", 5, "RS02", 5));
  }

  private static void aFullRealServerTakesNoMore(Scenario scenario, Node client) {
    Running<LongConnections> held = client.hold(LIMITED, 2);
    scenario.eventually(
        () ->
            assertThat(scenario.node("lb01").sh("ipvsadm -Ln -t " + LIMITED))
                .containsPattern("10.23.60.3:80 +Masq +1 +2 +0"));
    assertThat(client.ask(Load.http(LIMITED)).failures()).as("the third").isNotEmpty();
    assertThat(held.stop().broken()).isEmpty();
  }

  /** By mh this client has one real server: one of the two is it. */
  private static void hashedClientsGoElsewhereWhileItDrains(
      Bed bed, Scenario scenario, String drains) {
    state(bed, drains, "Draining");
    weight(scenario, drains, 0);
    Tally tally = scenario.node("client").ask(Load.http(HASHED).times(4));
    assertThat(tally.failures()).as(drains + " drains").isEmpty();
    assertThat(tally.answers())
        .as(drains + " drains")
        .containsOnlyKeys("Hello From " + (drains.equals("rs01") ? "RS02" : "RS01"));
    state(bed, drains, "InService");
    weight(scenario, drains, 1);
  }

  private static void state(Bed bed, String realServer, String state) {
    String patch = "{\"spec\":{\"state\":\"%s\"}}".formatted(state);
    bed.kubectl().run("patch", "realserver", realServer, "--type=merge", "-p", patch).orFail();
  }

  private static void weight(Scenario scenario, String realServer, int weight) {
    String destination =
        "-a -t %s -r %s:80 -m -w %d".formatted(HASHED, scenario.node(realServer).address(), weight);
    scenario.eventually(
        () -> assertThat(scenario.node("lb01").sh("ipvsadm -Sn")).contains(destination));
  }
}
