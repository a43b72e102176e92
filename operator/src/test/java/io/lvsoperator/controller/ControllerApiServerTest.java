package io.lvsoperator.controller;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.translate.Thing;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the controller lives with a real API server. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class ControllerApiServerTest {
  private static ApiServer api;
  private static Bench bench;
  private Runnable cleanUp;

  @BeforeAll
  static void start(ApiServer server) {
    api = server;
    bench = new Bench(server).start();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void mark() {
    cleanUp = bench.mark();
  }

  @AfterEach
  void othersKeepWorking() {
    bench.witness();
    cleanUp.run();
  }

  @Test
  void aPassWithoutChangesWritesNothing() {
    bench.create(service("web"));
    bench.create(service("bad").with("spec.vip", "10.99.0.1"));
    bench.create(realServer("rs01", "10.23.190.76"));
    bench.service("bad", "Accepted=False NotAllowed");
    bench.settle();
    int writes = bench.writes();
    assertThat(writes).isPositive();
    for (int i = 0; i < 3; i++) {
      long passes = bench.passes();
      bench.touch();
      Bench.until("another pass", () -> bench.passes() > passes);
    }
    assertThat(bench.writes()).isEqualTo(writes);
  }

  @Test
  void aTransitionIsToldOnce() {
    bench.create(service("told").with("spec.vip", "10.99.0.1"));
    bench.service("told", "Accepted=False NotAllowed");
    bench.settle();
    assertThat(events("told"))
        .extracting(Event::getType, Event::getReason, Event::getNote)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "Warning",
                "NotAllowed",
                "DirectorGroup default allows namespace shop the VIPs 10.23.21.0/24 (rule web),"
                    + " not 10.99.0.1"));
  }

  @Test
  void aSilentAgentIsSaidOnItsLvsNodeAndOnWhatDependsOnItAndTakenBack() {
    bench.renew("lb01");
    bench.later();
    bench.renew("lb01");
    bench.lvsNode("lb01", "AgentAlive=True Renewing");
    bench.later();
    bench.later();
    assertThat(bench.lvsNode("lb01", "AgentAlive=Unknown AgentSilent").message()).contains("40 s");
    assertThat(bench.service("witness", "good", "Programmed=Unknown AgentSilent").message())
        .contains("director lb01");
    bench.group("default", "Ready=Unknown AgentSilent");
    LvsNode silent = api.client().resources(LvsNode.class).withName("lb01").get();
    assertThat(silent.reported().services()).isNotEmpty();
    assertThat(silent.getMetadata().getManagedFields())
        .anySatisfy(
            entry -> {
              assertThat(entry.getManager()).isEqualTo("lvs-controller");
              assertThat(entry.getFieldsV1().toString())
                  .contains("AgentAlive")
                  .doesNotContain("f:services");
            });
    bench.renew("lb01");
    bench.lvsNode("lb01", "AgentAlive=True Renewing");
    bench.witness();
    Bench.until(
        "both Events",
        () ->
            api.client().events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals("lb01"))
                .map(event -> event.getType() + " " + event.getReason())
                .toList()
                .containsAll(List.of("Warning AgentSilent", "Normal Renewing")));
  }

  private static List<Event> events(String service) {
    return api.client().events().v1().events().inNamespace("shop").list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(service))
        .toList();
  }

  @Test
  void aNameOf253CharactersWorksLikeAnyOther() {
    String name = "n".repeat(63) + ("." + "n".repeat(63)).repeat(2) + "." + "n".repeat(61);
    assertThat(name).hasSize(253);
    bench.create(
        group(name)
            .with("spec.nodeSelector", "{matchLabels: {long: 'yes'}}")
            .with("spec.allow", Thing.rule("vips: [10.23.22.0/24], realServers: [10.23.0.0/16]")));
    bench.create(director(name, "10.23.22.1").with("metadata.labels", "{long: 'yes'}"));
    bench.create(service(name).with("spec.vip", "10.23.22.9").with("spec.directorGroupName", name));
    bench.create(realServer(name, "10.23.202.1").with("spec.management", "External"));
    bench.report(
        Thing.report(name, "02:00:00:00:00:09", "10.23.22.1")
            .with("status.vips", "[{address: 10.23.22.9, use: Placed}]")
            .with(
                "status.services",
                "[{namespace: shop, name: %s, programmed: 'True', reason: Programmed, message: '',"
                        .formatted(name)
                    + " destinations: [{vip: 10.23.22.9, protocol: TCP, virtualPort: 80,"
                    + " address: 10.23.202.1, port: 80, weight: 1}]}]"));
    bench.service(name, "Ready=True Ready");
    bench.realServer(name, "Ready=True External");
    bench.group(name, "Ready=True Ready");
    assertThat(bench.lvsService(name).reported().director()).contains(name);
    Bench.until("its event", () -> !events(name).isEmpty());
  }

  @Test
  void aStatusThatSomebodyChangedIsPutRight() {
    bench.create(service("web"));
    bench.service("web", "Accepted=True Accepted"); // at once, before the informer has seen it
    undo();
    bench.service("web", "Accepted=True Accepted");
    bench.settle();
    undo();
    bench.service("web", "Accepted=True Accepted");
  }

  private static void undo() {
    LvsService web = bench.lvsService("web");
    web.setStatus(LvsServiceStatus.empty());
    web.getMetadata().setResourceVersion(null);
    api.client().resource(web).updateStatus();
  }

  @Test
  void anEnumValueOfANewerDefinitionRefusesThatObjectAlone() {
    newer(
        "lvsservices",
        spec ->
            spec.getProperties()
                .get("mode")
                .getEnum()
                .add(
                    api.client()
                        .getKubernetesSerialization()
                        .unmarshal("\"QUIC\"", com.fasterxml.jackson.databind.JsonNode.class)));
    try {
      bench.create(service("new").with("spec.mode", "QUIC"));
      bench.create(service("web"));
      assertThat(bench.service("new", "Accepted=False UnsupportedValue").message())
          .contains("spec.mode \"QUIC\"");
      bench.service("web", "Accepted=True Accepted");
    } finally {
      cleanUp.run();
      newer("lvsservices", spec -> {});
    }
  }

  @Test
  void anObjectThatCannotBeReadIsRefusedAlone() {
    newer(
        "realservers",
        spec -> {
          JSONSchemaProps weight = spec.getProperties().get("weight");
          weight.setType("string");
          weight.setFormat(null);
          weight.setMinimum(null);
          weight.setMaximum(null);
          weight.setDefault(null);
        });
    try {
      bench.create(service("web"));
      createGeneric(
          """
          apiVersion: lvsoperator.io/v1alpha1
          kind: RealServer
          metadata: {name: heavy, namespace: shop, labels: {app: web}}
          spec: {address: 10.23.203.1, management: External, weight: heavy}
          """);
      bench.realServer("heavy", "Accepted=False UnsupportedValue");
      bench.member("web", "heavy", "ResolvedRefs=False UnsupportedValue");
      bench.service("web", "ResolvedRefs=False UnsupportedValue");
    } finally {
      api.client()
          .genericKubernetesResources("lvsoperator.io/v1alpha1", "RealServer")
          .inNamespace("shop")
          .withName("heavy")
          .delete();
      newer("realservers", spec -> {});
    }
  }

  private static void createGeneric(String yaml) {
    api.client()
        .resource(
            api.client()
                .getKubernetesSerialization()
                .unmarshal(yaml, GenericKubernetesResource.class))
        .create();
  }

  /** Makes the definition another than this version knows, and waits until it is served. */
  private static void newer(String plural, Consumer<JSONSchemaProps> change) {
    CustomResourceDefinition definition = api.definition(plural);
    change.accept(
        definition
            .getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec"));
    api.client().resource(definition).forceConflicts().serverSideApply();
    for (int i = 0; i < 20; i++) {
      Bench.pause(); // the API server takes a moment, and has no condition for it
    }
  }

  @Test
  void anObjectWhoseStatusIsRefusedStopsNoOther() {
    HasMetadata policy =
        api.client()
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: stubborn}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [lvsoperator.io], apiVersions: ['*'], operations: [UPDATE],
                       resources: [lvsservices/status]}
                  validations: [{expression: "!object.metadata.name.startsWith('a-stubborn')"}]
                """,
                ValidatingAdmissionPolicy.class);
    HasMetadata binding =
        api.client()
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: stubborn}
                spec: {policyName: stubborn, validationActions: [Deny]}
                """,
                ValidatingAdmissionPolicyBinding.class);
    bench.create(service("a-stubborn-too").with("spec.vip", "10.23.21.72"));
    bench.service("a-stubborn-too", "Accepted=True Accepted");
    api.client().resource(policy).create();
    api.client().resource(binding).create();
    try {
      untilDenied("a-stubborn-too");
      bench.create(service("a-stubborn").with("spec.vip", "10.23.21.70"));
      bench.create(service("b-other").with("spec.vip", "10.23.21.71"));
      bench.service("b-other", "Accepted=True Accepted");
      assertThat(bench.lvsService("a-stubborn").reported().conditions()).isEmpty();
    } finally {
      api.client().resource(binding).delete();
      api.client().resource(policy).delete();
    }
    bench.service("a-stubborn", "Accepted=True Accepted");
  }

  /** The policy works some seconds after it was made. */
  private static void untilDenied(String name) {
    Bench.until(
        "the policy works",
        () -> {
          LvsService stubborn = bench.lvsService(name);
          stubborn.getMetadata().setResourceVersion(null);
          stubborn.setStatus(LvsServiceStatus.empty());
          try {
            api.client().resource(stubborn).updateStatus();
            return false;
          } catch (KubernetesClientException denied) {
            return denied.getCode() == 422;
          }
        });
  }

  @Test
  void changesMadeWhileTheApiServerIsAwayArrive() {
    bench.create(service("web"));
    bench.service("web", "Accepted=True Accepted");
    bench.gate().close();
    bench.replace(service("web").with("spec.vip", "10.99.0.1"));
    for (int i = 0; i < 30; i++) {
      Bench.pause();
      assertThat(bench.controller().alive()).isTrue();
      assertThat(bench.controller().ready()).isTrue();
    }
    bench.service("web", "Accepted=True Accepted");
    bench.gate().open();
    bench.service("web", "Accepted=False NotAllowed");
  }
}
