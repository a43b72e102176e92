package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who is balanced and who is not, before, during and after: clients of the VIP near and far, by TCP
 * and UDP; and those who have nothing to do with it: direct clients of the real server, a long
 * connection to it, a pod behind it on the same port. All of it once more where kube-proxy's
 * firewall drops what conntrack calls invalid.
 */
@LabTest
class NatTrafficIT {
  private static final String WRR = "10.23.21.180:80";
  private static final String UDP = "10.23.21.180:53";
  private static final List<String> NODES = List.of("lb01", "rs01", "rs02");
  private static final String POD = "10.244.1.10:80";

  @ParameterizedTest
  @EnumSource
  void balancesItsClientsAndLeavesEverybodyElseAlone(Firewall firewall, Bed bed) {
    firewall.set(bed, NODES);
    Map<String, String> defaultRoutes = defaultRoutes(bed);
    bystandersAreAnswered(bed);
    // Not from the client that sends the load: a connection by the VIP that happened to have the
    // same port as one that
    // goes straight to the real server could not be told from it there.
    Running<LongConnection> direct = bed.node("near").hold("10.23.190.76:80");
    try (Scenario scenario = Scenario.of(bed, NatTrafficIT.class)) {
      assertThat(defaultRoutes(bed)).isEqualTo(defaultRoutes);
      followsTheWeights(bed.node("client"));
      servesClientsOfTheRealServersSubnet(bed.node("near"));
      balancesDatagrams(bed.node("client"));
      bystandersAreAnswered(bed);
      Running<LongConnection> during = bed.node("near").hold("10.23.190.76:80");
      Running<LongConnection> pod = bed.node("client").hold(POD);
      scenario.end();
      assertUnbroken(during.stop());
      assertUnbroken(pod.stop());
      bystandersAreAnswered(bed);
      assertThat(defaultRoutes(bed)).isEqualTo(defaultRoutes);
    } finally {
      LongConnection whole = direct.stop();
      firewall.clear(bed, NODES);
      assertUnbroken(whole);
    }
  }

  private static void followsTheWeights(Node client) {
    Tally tally = client.ask(Load.http(WRR).times(400).by(4));
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers().get("Hello From RS01")).isBetween(285, 315);
    assertThat(tally.answers().get("Hello From RS02")).isBetween(85, 115);
    assertThat(tally.clients()).containsOnlyKeys(client.address());
  }

  private static void servesClientsOfTheRealServersSubnet(Node near) {
    Tally tally = near.ask(Load.http(WRR).times(8));
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers()).hasSize(2);
    assertThat(tally.clients()).containsOnlyKeys(near.address());
  }

  private static void balancesDatagrams(Node client) {
    Tally tally = client.ask(Load.udp(UDP).times(20));
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers()).isEqualTo(Map.of("RS01", 10, "RS02", 10));
    assertThat(tally.clients()).containsOnlyKeys(client.address());
  }

  private static void bystandersAreAnswered(Bed bed) {
    for (String who : List.of("client", "near", "lb01")) {
      Node from = bed.node(who);
      answers(from, "10.23.190.76:80", "Hello From RS01");
      answers(from, POD, "Hello From POD01");
    }
  }

  private static void answers(Node from, String target, String answer) {
    Tally tally = from.ask(Load.http(target).times(3));
    assertThat(tally.failures()).as("%s asks %s", from.name(), target).isEmpty();
    assertThat(tally.answers()).containsOnlyKeys(answer);
  }

  private static void assertUnbroken(LongConnection connection) {
    assertThat(connection.broken()).isEmpty();
    assertThat(connection.lines()).isGreaterThan(10);
  }

  private static Map<String, String> defaultRoutes(Bed bed) {
    Map<String, String> routes = new LinkedHashMap<>();
    for (String node : NODES) {
      routes.put(node, bed.node(node).sh("ip route show default"));
    }
    return routes;
  }
}
