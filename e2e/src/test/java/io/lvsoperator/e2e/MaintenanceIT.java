package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import org.junit.jupiter.api.Test;

/** A node is put into maintenance and taken back by annotations, and nobody's request fails. */
@LabTest
class MaintenanceIT {
  private static final String VIP = "10.23.21.180:80";
  private static final String STATE = "lvsoperator.io/state";
  private static final String PAUSED = "lvsoperator.io/paused";

  @Test
  void anAnnotatedNodeDrainsAndComesBackAndAPausedOneIsLeftAsItIs(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, MaintenanceIT.class)) {
      Running<Tally> load = scenario.node("client").keepAsking(Load.steady(VIP));
      try {
        drainsAndComesBack(bed, scenario);
        isLeftAsItIs(bed, scenario);
      } finally {
        annotate(bed, "rs02", STATE + "-");
        annotate(bed, "lb01", PAUSED + "-");
      }
      Tally tally = load.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(20);
    }
  }

  private static void drainsAndComesBack(Bed bed, Scenario scenario) {
    Node client = scenario.node("client");
    Node director = scenario.node("lb01");
    // Two long connections: round robin gives one to each, unless a request comes between them.
    Running<LongConnection> one = client.hold(VIP);
    Running<LongConnection> other = client.hold(VIP);
    annotate(bed, "rs02", STATE + "=Draining");
    scenario.eventually(
        () -> assertThat(director.sh("ipvsadm -Sn")).contains("-r 10.23.122.152:80 -m -w 0"));
    Tally alone = client.ask(Load.http(VIP).times(6));
    assertThat(alone.failures()).isEmpty();
    assertThat(alone.answers()).containsOnlyKeys("Hello From RS01");
    scenario.eventually(() -> assertThat(ready(bed)).contains("annotation " + STATE, "left on"));
    LongConnection first = one.stop();
    LongConnection second = other.stop();
    assertThat(first.broken()).isEmpty();
    assertThat(second.broken()).isEmpty();
    scenario.reason("realserver", "rs02", "Ready", "Drained");
    assertThat(scenario.node("rs02").sh("nft list tables")).contains("inet lvs-operator");
    annotate(bed, "rs02", STATE + "-");
    scenario.ready();
    assertThat(client.ask(Load.http(VIP).times(6)).answers())
        .containsOnlyKeys("Hello From RS01", "Hello From RS02");
  }

  private static String ready(Bed bed) {
    return bed.kubectl()
        .field("realserver", "rs02", ".status.conditions[?(@.type==\"Ready\")].message");
  }

  private static void isLeftAsItIs(Bed bed, Scenario scenario) {
    Node director = scenario.node("lb01");
    String asPlanned = Scenario.state(director);
    annotate(bed, "lb01", PAUSED + "=true");
    scenario.reason("lvsnode", "lb01", "Paused", "Paused");
    director.sh("ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:80 -m -w 7");
    String drifted = Scenario.state(director);
    scenario.eventually(
        () -> assertThat(paused(bed)).contains("1 change waits", "-r 10.23.190.76:80 -m -w 1"));
    assertThat(Scenario.state(director)).isEqualTo(drifted);
    annotate(bed, "lb01", PAUSED + "-");
    scenario.eventually(() -> assertThat(Scenario.state(director)).isEqualTo(asPlanned));
  }

  private static String paused(Bed bed) {
    return bed.kubectl()
        .field("lvsnode", "lb01", ".status.conditions[?(@.type==\"Paused\")].message");
  }

  private static void annotate(Bed bed, String node, String annotation) {
    bed.kubectl().run("annotate", "--overwrite", "node", node, annotation).orFail();
  }
}
