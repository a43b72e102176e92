package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Daemon;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What was accepted stays in force when its object becomes invalid, conflicting, unsupported or
 * unreadable, also for agents and a controller that start meanwhile; only a deletion and a
 * withdrawn rule take it down.
 */
@LabTest(length = LabTest.Length.LONG)
class LastAcceptedIT {
  private static final List<String> NODES = List.of("lb01", "rs01", "rs02");
  private static final String INVALID = "10.23.21.171";
  private static final String CONFLICTING = "10.23.21.172";
  private static final String UNSUPPORTED = "10.23.21.173";
  private static final String DELETED = "10.23.21.174";

  /** As of a version to come, whose objects these agents must live with. */
  private static final String NEWER_SERVICES = schema("add", "mode/enum/-", "\"FUTURE\"");

  private static final String NEWER_REAL_SERVERS =
      schema("replace", "weight", "{\"x-kubernetes-preserve-unknown-fields\": true}");

  private static String schema(String op, String field, String value) {
    return """
        [{"op": "%s", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/%s", "value": %s}]
        """
        .formatted(op, field, value);
  }

  @Test
  void badEditsKeepWhatWasAcceptedUntilItIsDeletedOrNoLongerAllowed(Bed bed) {
    String services = definition(bed, "lvsservices");
    String servers = definition(bed, "realservers");
    try (Scenario scenario = Scenario.of(bed, LastAcceptedIT.class)) {
      Map<String, String> before = states(bed);
      Map<String, Running<Tally>> loads = new LinkedHashMap<>();
      for (String vip : List.of(INVALID, CONFLICTING, UNSUPPORTED, DELETED)) {
        loads.put(vip, scenario.node("client").keepAsking(Load.steady(vip + ":80")));
      }
      patchDefinition(bed, "lvsservices", NEWER_SERVICES);
      patchDefinition(bed, "realservers", NEWER_REAL_SERVERS);
      badEdits(bed, scenario);
      areSaid(scenario);
      assertThat(states(bed)).isEqualTo(before);

      startAgain(bed, scenario);
      assertThat(states(bed)).isEqualTo(before);
      areSaid(scenario);
      assertThat(states(bed)).isEqualTo(before);

      unfailing(loads.remove(DELETED));
      bed.kubectl().run("delete", "lvsservice", "deleted").orFail();
      NODES.forEach(node -> isGone(bed, scenario, DELETED, node));
      withdraw(bed);
      scenario.reason("lvsservice", "invalid", "Accepted", "NotAllowed");
      isGone(bed, scenario, INVALID, "lb01");
      loads.remove(INVALID).stop(); // which failed when the rule went
      for (Running<Tally> load : loads.values()) {
        unfailing(load);
      }
    } finally {
      patchDefinition(bed, "lvsservices", services);
      patchDefinition(bed, "realservers", servers);
    }
  }

  private static void badEdits(Bed bed, Scenario scenario) {
    patch(bed, "lvsservice", "invalid", "{\"spec\":{\"vip\":\"10.99.99.9\"}}");
    patch(bed, "lvsservice", "conflicting", "{\"spec\":{\"vip\":\"%s\"}}".formatted(UNSUPPORTED));
    // The API server takes a new schema in its own time.
    scenario.eventually(
        () -> patch(bed, "lvsservice", "unsupported", "{\"spec\":{\"mode\":\"FUTURE\"}}"));
    scenario.eventually(() -> patch(bed, "realserver", "rs01", "{\"spec\":{\"weight\":\"many\"}}"));
    patch(bed, "realserver", "rs02", "{\"spec\":{\"address\":\"10.23.190.76\"}}");
    patch(
        bed,
        "directorgroup",
        "default",
        """
        {"spec": {"nodeSelector": {"matchLabels": {"kubernetes.io/hostname": "nobody"}},
          "allow": [{"name": "lab", "namespaceSelector": {}, "vips": ["10.23.21.9-10.23.21.1"],
            "realServers": ["10.23.0.0/16"]}]}}
        """);
    scenario.apply(
        """
        apiVersion: lvsoperator.io/v1alpha1
        kind: LvsService
        metadata: {name: never, namespace: default}
        spec:
          vip: 10.99.99.8
          mode: NAT
          ports: [{name: http, port: 80}]
          realServerSelector: {matchLabels: {app: web}}
        """);
  }

  private static void areSaid(Scenario scenario) {
    scenario.reason("lvsservice", "invalid", "Accepted", "NotAllowed");
    scenario.reason("lvsservice", "conflicting", "Accepted", "VIPInUse");
    scenario.reason("lvsservice", "unsupported", "Accepted", "UnsupportedValue");
    scenario.reason("lvsservice", "never", "Accepted", "NotAllowed");
    scenario.reason("realserver", "rs01", "Accepted", "UnsupportedValue");
    scenario.reason("realserver", "rs02", "Accepted", "DuplicateAddress");
    scenario.reason("directorgroup", "default", "Accepted", "Invalid");
    for (String service : List.of("invalid", "conflicting", "unsupported")) {
      scenario.reason("lvsservice", service, "Programmed", "LastAccepted");
    }
    scenario.reason("lvsservice", "deleted", "Programmed", "Programmed");
  }

  /** Everybody who remembers what was accepted. */
  private static void startAgain(Bed bed, Scenario scenario) {
    List<Daemon> daemons = List.of(bed.agent("lb01"), bed.agent("rs01"), bed.controller());
    daemons.forEach(Daemon::kill);
    daemons.forEach(Daemon::start);
    daemons.forEach(d -> scenario.eventually(() -> assertThat(d.ready()).as("" + d).isTrue()));
  }

  /** A sound group again, but for what it allows. */
  private static void withdraw(Bed bed) {
    patch(
        bed,
        "directorgroup",
        "default",
        """
        {"spec": {"nodeSelector": {"matchLabels": {"kubernetes.io/hostname": "lb01"}},
          "allow": [{"name": "lab", "namespaceSelector": {},
            "vips": ["10.23.21.172-10.23.21.180"], "realServers": ["10.23.0.0/16"]}]}}
        """);
  }

  private static void isGone(Bed bed, Scenario scenario, String vip, String node) {
    scenario.eventually(
        () -> assertThat(Scenario.state(bed.node(node))).as(node).doesNotContain(vip));
  }

  private static void unfailing(Running<Tally> load) {
    Tally tally = load.stop();
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.requests()).isGreaterThan(50);
  }

  private static Map<String, String> states(Bed bed) {
    Map<String, String> states = new LinkedHashMap<>();
    NODES.forEach(node -> states.put(node, Scenario.state(bed.node(node))));
    return states;
  }

  private static String definition(Bed bed, String plural) {
    String spec = bed.kubectl().field("crd", plural + ".lvsoperator.io", ".spec");
    return "[{\"op\": \"replace\", \"path\": \"/spec\", \"value\": %s}]".formatted(spec);
  }

  private static void patchDefinition(Bed bed, String plural, String patch) {
    bed.kubectl()
        .run("patch", "crd", plural + ".lvsoperator.io", "--type=json", "-p", patch)
        .orFail();
  }

  private static void patch(Bed bed, String kind, String name, String patch) {
    bed.kubectl().run("patch", kind, name, "--type=merge", "-p", patch).orFail();
  }
}
