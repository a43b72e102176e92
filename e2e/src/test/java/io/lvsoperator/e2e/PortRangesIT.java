package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Ports side by side and whole addresses, which ipvs finds by firewall marks, and a service that
 * becomes one and is one no longer while clients ask it.
 */
@LabTest
class PortRangesIT {
  private static final String RANGE = "10.23.21.180:8080";

  @Test
  void manyPortsAreOneServiceAndAChangeOfFormFailsNoRequest(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, PortRangesIT.class)) {
      Node client = scenario.node("client");
      answersInTurn(client, Load.http(RANGE), client.address());
      answersInTurn(client, Load.http("10.23.21.181:8080"), scenario.node("lb01").address());
      answersInTurn(client, Load.http("10.23.21.182:80"), client.address());
      answersInTurn(client, Load.http("10.23.21.182:8080"), client.address());
      Tally datagrams = client.ask(Load.udp("10.23.21.182:5300").times(10));
      assertThat(datagrams.failures()).isEmpty();
      assertThat(datagrams.answers()).isEqualTo(Map.of("RS01", 5, "RS02", 5));
      assertThat(client.ask(Load.http("10.23.21.180:80")).failures())
          .as("a port outside of the range")
          .isNotEmpty();

      Running<Tally> steady = client.keepAsking(Load.steady(RANGE));
      ports(bed, "[{\"name\": \"web\", \"protocol\": \"TCP\", \"port\": 8080}]");
      scenario.eventually(
          () -> assertThat(scenario.node("lb01").sh("ipvsadm -Sn")).contains("-A -t " + RANGE));
      scenario.ready();
      answers(scenario.node("near"), Load.http(RANGE));
      ports(bed, "[{\"name\": \"web\", \"protocol\": \"TCP\", \"port\": 8000, \"endPort\": 8099}]");
      scenario.eventually(
          () ->
              assertThat(scenario.node("lb01").sh("nft list ruleset"))
                  .contains("10.23.21.180 . 8000-8099 : 0x"));
      scenario.ready();
      answers(scenario.node("near"), Load.http(RANGE));
      Tally throughout = steady.stop();
      assertThat(throughout.failures()).isEmpty();
      assertThat(throughout.requests()).isGreaterThan(10);
    }
  }

  private static void ports(Bed bed, String ports) {
    bed.kubectl()
        .run(
            "patch",
            "lvsservice",
            "range",
            "--type=merge",
            "-p",
            "{\"spec\": {\"ports\": %s}}".formatted(ports))
        .orFail();
  }

  /** Beside other requests, which take turns too. */
  private static void answers(Node from, Load load) {
    Tally tally = from.ask(load.times(10));
    assertThat(tally.failures()).as("%s asks %s", from.name(), load.target()).isEmpty();
    assertThat(tally.answers()).containsOnlyKeys("Hello From RS01", "Hello From RS02");
    assertThat(tally.clients()).containsOnlyKeys(from.address());
  }

  private static void answersInTurn(Node from, Load load, String seen) {
    Tally tally = from.ask(load.times(10));
    assertThat(tally.failures()).as("%s asks %s", from.name(), load.target()).isEmpty();
    assertThat(tally.answers()).isEqualTo(Map.of("Hello From RS01", 5, "Hello From RS02", 5));
    assertThat(tally.clients()).containsOnlyKeys(seen);
  }
}
