package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Daemon;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.OtherCluster;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Absence is not deletion: a definition that is deleted, rights that are taken away, a cluster that
 * is restored from a backup, another cluster, a Node that is deleted or renamed interrupt nobody.
 */
@LabTest(length = LabTest.Length.LONG)
class LostKnowledgeIT {
  private static final List<String> NODES = List.of("lb01", "rs01", "rs02");
  private static final String WEB = "10.23.21.180";

  /** Which the backup does not know. */
  private static final String LATER = "10.23.21.181";

  private static final String CRD = "lvsservices.lvsoperator.io";

  @Test
  void whatIsNotSeenAnyMoreIsKept(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, LostKnowledgeIT.class)) {
      bed.apiServer().backUp();
      scenario.eventually(() -> apply(scenario));
      scenario.ready();
      Map<String, String> before = states(bed);
      Running<Tally> web = ask(bed, WEB);
      Running<Tally> later = ask(bed, LATER);

      theDefinitionIsDeleted(bed, scenario, before);
      rightsAreTakenAway(bed, scenario, before);
      assertThat(later.stop().failures()).isEmpty();

      later = ask(bed, LATER);
      bed.apiServer().restore();
      scenario.reason("lvsnode", "lb01", "ClusterKnown", "HeldBack");
      assertThat(message(bed)).contains("LvsService default/later");
      assertThat(states(bed)).isEqualTo(before);
      assertThat(later.stop().failures()).as("of what the backup does not know").isEmpty();
      NODES.forEach(node -> isGone(bed, scenario, node));
      scenario.ready();
      before = states(bed);
      assertThat(web.stop().failures()).isEmpty();

      web = ask(bed, WEB);
      nodesAreDeleted(bed, scenario, before);
      anotherNameAndAnotherClusterSayNothing(bed, scenario, before);
      Tally tally = web.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(50);
    }
  }

  private static void apply(Scenario scenario) {
    scenario.apply(Manifest.of(LostKnowledgeIT.class));
    scenario.apply(
        """
        apiVersion: lvsoperator.io/v1alpha1
        kind: LvsService
        metadata: {name: later, namespace: default}
        spec:
          vip: %s
          mode: NAT
          scheduler: wrr
          drainTimeoutSeconds: 5
          ports: [{name: http, port: 80}]
          realServerSelector: {matchLabels: {app: web}}
        """
            .formatted(LATER));
  }

  /** First it is going for a while, because one of its objects cannot go, then it is gone. */
  private static void theDefinitionIsDeleted(
      Bed bed, Scenario scenario, Map<String, String> before) {
    String definition =
        """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "%s"}, "spec": %s}
        """
            .formatted(CRD, bed.kubectl().field("crd", CRD, ".spec"));
    finalizers(bed, "[\"lvsoperator.io/lab\"]");
    bed.kubectl().run("delete", "crd", CRD, "--wait=false").orFail();
    try {
      scenario.reason("lvsnode", "lb01", "ClusterKnown", "HeldBack");
      assertThat(message(bed)).contains("LvsService default/later").doesNotContain("default/web");
      assertThat(states(bed)).isEqualTo(before);
    } finally {
      finalizers(bed, "[]");
      bed.kubectl().run("wait", "--for=delete", "crd/" + CRD).orFail();
    }
    scenario.eventually(() -> assertThat(message(bed)).contains("LvsService default/web"));
    assertThat(states(bed)).isEqualTo(before);
    bed.kubectl().apply(definition);
    bed.kubectl().run("wait", "--for=condition=Established", "crd/" + CRD).orFail();
    scenario.eventually(() -> apply(scenario));
    scenario.eventually(() -> assertThat(message(bed)).isEmpty());
    scenario.ready();
    assertThat(states(bed)).isEqualTo(before);
  }

  private static void finalizers(Bed bed, String list) {
    bed.kubectl()
        .run(
            "patch",
            "lvsservice",
            "web",
            "--type=merge",
            "-p",
            "{\"metadata\":{\"finalizers\":%s}}".formatted(list))
        .orFail();
  }

  /** The API server ends no watch for that by itself. */
  private static void rightsAreTakenAway(Bed bed, Scenario scenario, Map<String, String> before) {
    List<String> bindings =
        List.of("clusterrolebinding/lvs-agent", "rolebinding/lvs-agent -n lvs-node-lease");
    List<String> kept = bindings.stream().map(binding -> binding(bed, binding)).toList();
    bindings.forEach(binding -> kubectl(bed, "delete " + binding));
    try {
      bed.apiServer().stop();
      bed.apiServer().start();
      kubectl(bed, "delete lvsservice later");
      for (String node : List.of("lb01", "rs01")) {
        scenario.eventually(
            () ->
                assertThat(bed.agent(node).log())
                    .containsPattern("cannot renew the Lease .* is forbidden"));
      }
      assertThat(states(bed)).isEqualTo(before);
      apply(scenario);
    } finally {
      kept.forEach(bed.kubectl()::apply);
    }
    weight(bed, "rs02", 7);
    scenario.eventually(
        () -> assertThat(bed.node("lb01").sh("ipvsadm -Sn")).contains("10.23.122.152:80 -g -w 7"));
    weight(bed, "rs02", 1);
    scenario.eventually(() -> assertThat(states(bed)).isEqualTo(before));
    scenario.ready();
  }

  private static String kubectl(Bed bed, String words) {
    return bed.kubectl().run(words.split(" ")).orFail();
  }

  /** As somebody would write it down who wants to apply it again. */
  private static String binding(Bed bed, String name) {
    String words = "get " + name + " --show-managed-fields=false -o yaml";
    return kubectl(bed, words)
        .replaceAll("(?m)^  (uid|resourceVersion|creationTimestamp): .*\\n", "");
  }

  private static void weight(Bed bed, String server, int weight) {
    String patch = "{\"spec\":{\"weight\":%d}}".formatted(weight);
    bed.kubectl().run("patch", "realserver", server, "--type=merge", "-p", patch).orFail();
  }

  /** With the reports that the cluster's garbage collector deletes after a Node. */
  private static void nodesAreDeleted(Bed bed, Scenario scenario, Map<String, String> before) {
    List<String> nodes = List.of("lb01", "rs01");
    nodes.forEach(node -> bed.kubectl().run("delete", "node,lvsnode", node).orFail());
    Scenario.sleep(Duration.ofSeconds(5)); // a pass and more
    assertThat(bed.node("lb01").sh("ip addr; ipvsadm -Sn"))
        .contains("inet " + WEB, "-A -t " + WEB + ":80");
    nodes.forEach(bed::registerAgain);
    nodes.forEach(node -> bed.agent(node).kill());
    nodes.forEach(node -> bed.agent(node).start());
    scenario.eventually(() -> assertThat(states(bed)).isEqualTo(before));
    scenario.ready();
    assertThat(states(bed)).isEqualTo(before);
  }

  private static void anotherNameAndAnotherClusterSayNothing(
      Bed bed, Scenario scenario, Map<String, String> before) {
    bed.agent("lb01").kill();
    bed.kubectl()
        .runWith("{apiVersion: v1, kind: Node, metadata: {name: lb09}}", "create", "-f", "-")
        .orFail();
    try (OtherCluster other = bed.otherCluster("lb01")) {
      String renamed = "what stands here is Node lb01's, and this agent is Node lb09's";
      saysAndChangesNothing(bed, scenario, bed.agentAs("lb01", "lb09"), renamed, before);
      saysAndChangesNothing(bed, scenario, other.agent(), "was written for the cluster", before);
    } finally {
      bed.kubectl().run("delete", "node,lvsnode", "lb09", "--ignore-not-found").orFail();
    }
    bed.agent("lb01").start();
    scenario.eventually(() -> assertThat(bed.agent("lb01").ready()).isTrue());
    assertThat(states(bed)).isEqualTo(before);
  }

  private static void saysAndChangesNothing(
      Bed bed, Scenario scenario, Daemon agent, String what, Map<String, String> before) {
    int said = agent.log().length();
    agent.start();
    try {
      scenario.eventually(() -> assertThat(agent.log().substring(said)).contains(what));
      assertThat(states(bed)).isEqualTo(before);
      assertThat(agent.ready()).isFalse();
    } finally {
      agent.kill();
    }
  }

  private static void isGone(Bed bed, Scenario scenario, String node) {
    scenario.eventually(
        () -> assertThat(Scenario.state(bed.node(node))).as(node).doesNotContain(LATER));
  }

  private static String message(Bed bed) {
    return bed.kubectl()
        .field("lvsnode", "lb01", ".status.conditions[?(@.type==\"ClusterKnown\")].message");
  }

  private static Running<Tally> ask(Bed bed, String vip) {
    return bed.node("client").keepAsking(Load.steady(vip + ":80"));
  }

  private static Map<String, String> states(Bed bed) {
    Map<String, String> states = new LinkedHashMap<>();
    NODES.forEach(node -> states.put(node, Scenario.state(bed.node(node))));
    return states;
  }
}
