package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * IPv6 beside IPv4 on one director, which learned its default route from router advertisements:
 * every mode without a tunnel answers by its own way, and the director keeps that route.
 */
@LabTest(agents = {"lb01", "rs01", "rs02", "rs04"})
class Ipv6IT {
  private static final String NAT = "fd00:23::171";
  private static final String FULLNAT = "fd00:23::172";
  private static final String DR = "fd00:23::173";
  private static final String SOURCE = "fd00:23::190";

  @Test
  void everyModeAnswersAndTheDirectorKeepsTheRouteThatItLearned(Bed bed) {
    try (AdvertisedRoute route = AdvertisedRoute.on(bed, "lb01");
        Scenario scenario = Scenario.of(bed, Ipv6IT.class)) {
      String client = scenario.node("client").address6();
      answers(scenario, NAT, 53, Set.of("RS01", "RS02"), client, true);
      answers(scenario, FULLNAT, 53, Set.of("RS01", "RS02", "RS04"), SOURCE, true);
      answers(scenario, DR, 5300, Set.of("RS01", "RS02"), client, false);
      Tally four = scenario.node("client").ask(Load.http("10.23.21.171:80").times(4));
      assertThat(four.failures()).isEmpty();
      assertThat(four.clients()).containsOnlyKeys(scenario.node("client").address());

      // The router says once a second that it is there; one that nobody hears is forgotten.
      Scenario.sleep(bed.patience(Duration.ofSeconds(3)));
      assertThat(route.text()).contains("proto ra");
      scenario.end();
      assertThat(route.text()).as("after everything is given back").contains("proto ra");
    }
  }

  private static void answers(
      Scenario scenario, String vip, int port, Set<String> servers, String seen, boolean back) {
    Node client = scenario.node("client");
    Running<Traffic> watching = scenario.node("lb01").watch();
    Tally web = client.ask(Load.http(Load.target(vip, 80)).times(12));
    Tally datagrams = client.ask(Load.udp(Load.target(vip, port)).times(12));
    Traffic left = watching.stop().from(vip).outgoing().to(client.address6());

    assertThat(web.failures()).as(vip).isEmpty();
    assertThat(datagrams.failures()).as(vip).isEmpty();
    assertThat(web.answers().keySet())
        .as(vip)
        .isEqualTo(
            servers.stream().map(server -> "Hello From " + server).collect(Collectors.toSet()));
    assertThat(datagrams.answers()).as(vip).containsOnlyKeys(servers);
    assertThat(web.clients()).as(vip).containsOnlyKeys(seen);
    assertThat(datagrams.clients()).as(vip).containsOnlyKeys(seen);
    for (String protocol : new String[] {"tcp", "udp"}) {
      assertThat(left.of(protocol).packets() > 0)
          .as("%s of %s crosses the director on its way back", protocol, vip)
          .isEqualTo(back);
    }
  }
}
