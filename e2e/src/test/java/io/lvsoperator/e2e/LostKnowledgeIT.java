package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Knowing too little takes nothing down: a bad edit, a definition that is deleted, a node that
 * boots while the API server is away.
 *
 * <p>All nodes of the lab are in one kernel, so that none boots by itself. Here a boot is: the
 * agent is killed, everything of ours in the node's kernel is given back, its journal is gone, and
 * only what is on the disk is left. The boot id stays the same.
 */
@LabTest
class LostKnowledgeIT {
  private static final String VIP = "10.23.21.180";
  private static final Load WEB = Load.steady(VIP + ":80");
  private static final String CRD = "lvsservices.lvsoperator.io";

  @Test
  void badEditsAndADeletedDefinitionKeepTraffic(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, LostKnowledgeIT.class)) {
      String before = Scenario.state(scenario.node("lb01"));
      Running<Tally> load = scenario.node("client").keepAsking(WEB);
      patch(bed, "10.99.99.9"); // which no rule allows
      scenario.reason("lvsservice", "web", "Accepted", "NotAllowed");
      scenario.reason("lvsservice", "web", "Programmed", "LastAccepted");
      assertThat(Scenario.state(scenario.node("lb01"))).isEqualTo(before);
      patch(bed, VIP);
      scenario.reason("lvsservice", "web", "Programmed", "Programmed");

      String definition =
          """
          {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
           "metadata": {"name": "%s"}, "spec": %s}
          """
              .formatted(CRD, bed.kubectl().field("crd", CRD, ".spec"));
      bed.kubectl().run("delete", "crd", CRD, "--wait=true").orFail();
      try {
        scenario.reason("lvsnode", "lb01", "ClusterKnown", "HeldBack");
        Scenario.sleep(Duration.ofSeconds(5));
        assertThat(Scenario.state(scenario.node("lb01"))).isEqualTo(before);
      } finally {
        bed.kubectl().apply(definition);
        bed.kubectl().run("wait", "--for=condition=Established", "crd/" + CRD).orFail();
      }
      scenario.eventually(() -> scenario.apply(Manifest.of(LostKnowledgeIT.class)));
      scenario.ready();
      Tally tally = load.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(50);
      assertThat(Scenario.state(scenario.node("lb01"))).isEqualTo(before);
    }
  }

  @Test
  void nodesThatBootWithoutTheApiServerPlayTheirPart(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, LostKnowledgeIT.class)) {
      Node client = scenario.node("client");
      for (String name : new String[] {"lb01", "rs01"}) {
        scenario.eventually(
            () -> assertThat(scenario.node(name).run("grep", "-c", VIP, SAVED).status()).isZero());
      }
      // Others' reports come to the disk within a minute; that the real servers are in place is
      // one.
      scenario.eventually(
          () ->
              assertThat(scenario.node("lb01").sh("grep -o 'mode.....DR' " + SAVED + " | wc -l"))
                  .isNotIn("0", "1", "2"));
      bed.apiServer().stop();
      try {
        for (String name : new String[] {"lb01", "rs01"}) {
          boot(bed, scenario, name);
          scenario.eventually(
              () -> {
                Tally tally = client.ask(Load.http(VIP + ":80").times(4));
                assertThat(tally.failures()).isEmpty();
                assertThat(tally.answers()).containsOnlyKeys("Hello From RS01", "Hello From RS02");
              });
        }
        Running<Tally> load = client.keepAsking(WEB);
        Scenario.sleep(Duration.ofSeconds(5));
        assertThat(load.stop().failures()).isEmpty();
      } finally {
        bed.apiServer().start();
      }
      Running<Tally> load = client.keepAsking(WEB);
      scenario.eventually(() -> assertThat(bed.agent("lb01").ready()).isTrue());
      scenario.eventually(() -> assertThat(bed.agent("rs01").ready()).isTrue());
      Scenario.sleep(Duration.ofSeconds(5));
      assertThat(load.stop().failures()).as("while the API server comes back").isEmpty();
      scenario.ready();
    }
  }

  private static final String SAVED = "/run/lvs-saved/intent.json";

  /** Leaves of a node what a boot leaves of it, and starts its agent. */
  private static void boot(Bed bed, Scenario scenario, String name) {
    Node node = scenario.node(name);
    String before = Scenario.state(node);
    bed.agent(name).kill();
    node.sh("cp " + SAVED + " /run/intent.kept");
    bed.tool(name, "cleanup", "--force").orFail();
    node.sh("mv /run/intent.kept " + SAVED);
    assertThat(node.sh("ip addr")).doesNotContain(VIP);
    bed.agent(name).start();
    scenario.eventually(() -> assertThat(Scenario.state(node)).as(name).isEqualTo(before));
  }

  private static void patch(Bed bed, String vip) {
    bed.kubectl()
        .run(
            "patch",
            "lvsservice",
            "web",
            "--type=merge",
            "-p",
            "{\"spec\":{\"vip\":\"%s\"}}".formatted(vip))
        .orFail();
  }
}
