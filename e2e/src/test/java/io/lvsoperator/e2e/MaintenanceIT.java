package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import org.junit.jupiter.api.Test;

/**
 * Nodes and real servers are put into maintenance and taken back by annotations, which another
 * apply of the specs leaves as they are, and nobody's request fails.
 */
@LabTest
class MaintenanceIT {
  private static final String VIP = "10.23.21.180:80";
  private static final String STATE = "lvsoperator.io/state";
  private static final String PAUSED = "lvsoperator.io/paused";
  private static final String RS01 = "-r 10.23.190.76:80 -m -w ";
  private static final String RS02 = "-r 10.23.122.152:80 -m -w ";

  @Test
  void whatIsAnnotatedDrainsAndComesBackAndWhatIsPausedIsLeftAsItIs(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, MaintenanceIT.class)) {
      Running<Tally> load = scenario.node("client").keepAsking(Load.steady(VIP));
      try {
        aNodeDrainsAndComesBack(bed, scenario);
        aRealServerDrainsAndACordonedNodeDoesNot(bed, scenario);
        whatIsPausedIsLeftAsItIs(bed, scenario);
      } finally {
        bed.kubectl().run("uncordon", "rs02");
        annotate(bed, "node", "rs02", STATE + "-");
        annotate(bed, "node", "lb01", PAUSED + "-");
      }
      Tally tally = load.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(20);
    }
  }

  private static void aNodeDrainsAndComesBack(Bed bed, Scenario scenario) {
    Node client = scenario.node("client");
    // Two long connections: round robin gives one to each, unless a request comes between them.
    Running<LongConnection> one = client.hold(VIP);
    Running<LongConnection> other = client.hold(VIP);
    annotate(bed, "node", "rs02", STATE + "=Draining");
    stands(scenario, RS02 + 0);
    Tally alone = client.ask(Load.http(VIP).times(6));
    assertThat(alone.failures()).isEmpty();
    assertThat(alone.answers()).containsOnlyKeys("Hello From RS01");
    scenario.eventually(() -> assertThat(ready(bed)).contains("annotation " + STATE, "left on"));
    LongConnection first = one.stop();
    LongConnection second = other.stop();
    assertThat(first.broken()).isEmpty();
    assertThat(second.broken()).isEmpty();
    scenario.reason("realserver", "rs02", "Ready", "Drained");
    scenario.eventually(() -> assertThat(events(bed)).contains("Draining", "Drained"));
    assertThat(scenario.node("rs02").sh("nft list tables")).contains("inet lvs-operator");
    annotate(bed, "node", "rs02", STATE + "-");
    scenario.ready();
    assertThat(client.ask(Load.http(VIP).times(6)).answers())
        .containsOnlyKeys("Hello From RS01", "Hello From RS02");
  }

  private static String ready(Bed bed) {
    return bed.kubectl()
        .field("realserver", "rs02", ".status.conditions[?(@.type==\"Ready\")].message");
  }

  private static String events(Bed bed) {
    return bed.kubectl()
        .run("get", "events", "--field-selector", "involvedObject.name=rs02")
        .orFail();
  }

  /** A GitOps tool applies what it has, whole, again and again. */
  private static void aRealServerDrainsAndACordonedNodeDoesNot(Bed bed, Scenario scenario) {
    bed.kubectl().run("cordon", "rs02").orFail();
    annotate(bed, "realserver", "rs01", STATE + "=OutOfService");
    stands(scenario, RS02 + 1);
    scenario.eventually(
        () -> assertThat(scenario.node("lb01").sh("ipvsadm -Sn")).doesNotContain(RS01 + 1));
    scenario.apply(Manifest.of(MaintenanceIT.class));
    bed.kubectl().run("label", "realserver", "rs01", "lab=seen").orFail();
    scenario.reason("realserver", "rs01", "Ready", "OutOfService");
    Tally alone = scenario.node("client").ask(Load.http(VIP).times(6));
    assertThat(alone.answers()).containsOnlyKeys("Hello From RS02");
    annotate(bed, "realserver", "rs01", STATE + "-");
    scenario.ready();
    bed.kubectl().run("uncordon", "rs02").orFail();
  }

  /** First by its Node, then by its group, which means its real servers too. */
  private static void whatIsPausedIsLeftAsItIs(Bed bed, Scenario scenario) {
    Node director = scenario.node("lb01");
    Node server = scenario.node("rs01");
    String asPlanned = Scenario.state(director);
    String servers = Scenario.state(server);
    annotate(bed, "node", "lb01", PAUSED + "=true");
    scenario.reason("lvsnode", "lb01", "Paused", "Paused");
    director.sh("ipvsadm -e -t 10.23.21.180:80 " + RS01 + 7);
    String drifted = Scenario.state(director);
    scenario.eventually(() -> assertThat(paused(bed, "lb01")).contains("1 change waits", RS01 + 1));
    assertThat(Scenario.state(director)).isEqualTo(drifted);

    annotate(bed, "directorgroup", "default", PAUSED + "=true");
    scenario.reason("lvsnode", "rs01", "Paused", "Paused");
    scenario.reason("directorgroup", "default", "Paused", "Paused");
    annotate(bed, "node", "lb01", PAUSED + "-");
    server.sh("nft add rule inet lvs-operator replies counter"); // which hurts nobody
    String broken = Scenario.state(server);
    weight(bed, 5);
    scenario.eventually(() -> assertThat(paused(bed, "lb01")).contains("2 changes", RS02 + 5));
    scenario.eventually(() -> assertThat(paused(bed, "rs01")).contains("1 change waits"));
    assertThat(Scenario.state(director)).isEqualTo(drifted);
    assertThat(Scenario.state(server)).isEqualTo(broken);

    weight(bed, 1);
    annotate(bed, "directorgroup", "default", PAUSED + "-");
    scenario.eventually(() -> assertThat(Scenario.state(director)).isEqualTo(asPlanned));
    scenario.eventually(() -> assertThat(Scenario.state(server)).isEqualTo(servers));
  }

  private static void weight(Bed bed, int weight) {
    String patch = "{\"spec\":{\"weight\":%d}}".formatted(weight);
    bed.kubectl().run("patch", "realserver", "rs02", "--type=merge", "-p", patch).orFail();
  }

  private static String paused(Bed bed, String node) {
    return bed.kubectl()
        .field("lvsnode", node, ".status.conditions[?(@.type==\"Paused\")].message");
  }

  private static void stands(Scenario scenario, String text) {
    scenario.eventually(() -> assertThat(scenario.node("lb01").sh("ipvsadm -Sn")).contains(text));
  }

  private static void annotate(Bed bed, String kind, String name, String annotation) {
    bed.kubectl().run("annotate", "--overwrite", kind, name, annotation).orFail();
  }
}
