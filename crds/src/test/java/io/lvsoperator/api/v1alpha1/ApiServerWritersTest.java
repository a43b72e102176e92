package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An agent writes what is its own node's and nobody else's: with tokens as the API server gives
 * them to pods, and the policies of {@code deploy/base}.
 */
@NeedsApiServer
class ApiServerWritersTest {

  private static final String LEASES = "lvs-node-lease";

  private static ApiServer server;
  private static KubernetesClient agent;
  private static KubernetesClient controller;

  @BeforeAll
  static void twoNodesWithTheirAgents(ApiServer started) throws InterruptedException {
    server = started;
    server.kubectlOk("apply", "-k", "../deploy/base");
    server.kubectlOk("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
    List.of("w01", "w02").forEach(ApiServerWritersTest::join);
    agent = server.agentOn("w01");
    controller = server.holding("lvs-controller", Optional.empty(), "");
    for (int i = 0; i < 300 && !isRefused(() -> report(agent, "w02")); i++) {
      TimeUnit.MILLISECONDS.sleep(100); // the API server takes a moment to hear of a policy
    }
  }

  @AfterAll
  static void leave() {
    agent.close();
    controller.close();
    List.of("w01", "w02")
        .forEach(
            node -> {
              server.client().resources(LvsNode.class).withName(node).delete();
              server.client().leases().inNamespace(LEASES).withName(node).delete();
              server.client().nodes().withName(node).delete();
            });
  }

  private static void join(String name) {
    server
        .client()
        .resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build())
        .createOr(node -> node.update());
    server.client().resource(lvsNode(name)).createOr(node -> node.update());
    server.client().resource(lease(name)).createOr(found -> found.update());
  }

  private static LvsNode lvsNode(String name) {
    var node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).build());
    return node;
  }

  private static Lease lease(String name) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(LEASES)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(name)
        .endSpec()
        .build();
  }

  private static PatchContext as(String manager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(true)
        .build();
  }

  /** What an agent writes into a status. */
  private static void report(KubernetesClient client, String name) {
    status(client, "lvs-agent", name, "bootID: boot, nextHops: [10.0.0.1]");
  }

  private static void status(KubernetesClient client, String manager, String name, String status) {
    var node =
        client
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: lvsoperator.io/v1alpha1
                kind: LvsNode
                metadata: {name: %s}
                status: {%s}
                """
                    .formatted(name, status),
                GenericKubernetesResource.class);
    client
        .genericKubernetesResources(ResourceDefinitionContext.fromResourceType(LvsNode.class))
        .resource(node)
        .subresource("status")
        .patch(as(manager));
  }

  private static void alive(KubernetesClient client, String name) {
    status(
        client,
        "lvs-controller",
        name,
        "conditions: [{type: AgentAlive, status: 'True', reason: Renewing, message: '',"
            + " lastTransitionTime: '2026-11-22T10:00:00Z'}]");
  }

  private static boolean isRefused(Runnable write) {
    try {
      write.run();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 403;
    }
  }

  private static void assertRefused(String why, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining(why);
  }

  private static void writesItsOwn(KubernetesClient client) {
    report(client, "w01");
    client.resource(lvsNode("w01")).patch(as("lvs-agent"));
    client.resource(lease("w01")).patch(as("lvs-agent"));
  }

  private static void writesNoOthers(KubernetesClient client, String why) {
    assertRefused(why, () -> report(client, "w02"));
    assertRefused(why, () -> client.resource(lvsNode("w02")).patch(as("lvs-agent")));
    assertRefused(why, () -> client.resource(lease("w02")).patch(as("lvs-agent")));
    assertRefused(why, () -> client.resource(lvsNode("w03")).create());
    assertRefused(why, () -> client.resource(lease("w03")).create());
  }

  @Test
  void withATokenBoundToItsNode() {
    writesItsOwn(agent);
    writesNoOthers(agent, "the agent on Node w01 writes only what is named like it, not w0");
  }

  @Test
  void itMakesWhatIsNotThereYet() {
    server.client().resources(LvsNode.class).withName("w01").delete();
    server.client().leases().inNamespace(LEASES).withName("w01").delete();
    agent.resource(lvsNode("w01")).create();
    agent.resource(lease("w01")).patch(as("lvs-agent"));
    report(agent, "w01");
  }

  @Test
  void withATokenOfAPodOnItsNodeAsAKubeletGetsIt() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("lvs-system")
            .withName("agent-on-w01")
            .endMetadata()
            .withNewSpec()
            .withNodeName("w01")
            .withServiceAccountName("lvs-agent")
            .addNewContainer()
            .withName("agent")
            .withImage("none")
            .endContainer()
            .endSpec()
            .build();
    server.client().resource(pod).create();
    try (KubernetesClient inPod = server.holding("lvs-agent", Optional.of("Pod"), "agent-on-w01")) {
      writesItsOwn(inPod);
      writesNoOthers(inPod, "the agent on Node w01");
    } finally {
      server.client().resource(pod).withGracePeriod(0).delete();
    }
  }

  @Test
  void aTokenThatNamesNoNodeWritesNothing() {
    try (KubernetesClient nowhere = server.holding("lvs-agent", Optional.empty(), "")) {
      assertRefused("names no Node", () -> writesItsOwn(nowhere));
      writesNoOthers(nowhere, "names no Node");
    }
  }

  @Test
  void theAdministratorAndTheGarbageCollectorAreNotHindered() {
    var admin = server.client();
    report(admin, "w02");
    admin.resource(lease("w02")).patch(as("admin"));
    var collector =
        new ConfigBuilder(admin.getConfiguration())
            .withImpersonateUsername("system:serviceaccount:kube-system:generic-garbage-collector")
            .build();
    try (KubernetesClient collecting =
        new KubernetesClientBuilder().withConfig(collector).build()) {
      collecting.resources(LvsNode.class).withName("w02").delete();
      collecting.leases().inNamespace(LEASES).withName("w02").delete();
    }
    assertThat(admin.resources(LvsNode.class).withName("w02").get()).isNull();
    join("w02");
  }

  @Test
  void theControllerAddsItsConditionAndChangesNothingElse() {
    report(agent, "w01");
    assertThatCode(() -> alive(controller, "w01")).doesNotThrowAnyException();
    var why = "only the condition AgentAlive";
    assertRefused(why, () -> status(controller, "x", "w01", "bootID: another"));
    assertRefused(why, () -> status(controller, "x", "w01", "rolesSummary: Director"));
    assertRefused(
        why,
        () ->
            status(
                controller,
                "x",
                "w01",
                "conditions: [{type: Ready, status: 'True', reason: Ready, message: '',"
                    + " lastTransitionTime: '2026-11-22T10:00:00Z'}]"));
    report(agent, "w01");
    var reported = server.client().resources(LvsNode.class).withName("w01").get().reported();
    assertThat(reported.bootID()).contains("boot");
    assertThat(reported.condition(ConditionTypes.AGENT_ALIVE)).isPresent();
  }

  @Test
  void theApiServerFindsNothingToSayAboutThePolicies() {
    for (String policy :
        List.of(
            "lvs-agent-writes-its-own",
            "lvs-agent-asks-and-answers",
            "lvs-controller-writes-one-condition")) {
      assertThat(
              server.kubectlOk(
                  "get",
                  "validatingadmissionpolicy",
                  policy,
                  "-o",
                  "jsonpath={.status.typeChecking.expressionWarnings}"))
          .as(policy)
          .isEmpty();
    }
  }
}
