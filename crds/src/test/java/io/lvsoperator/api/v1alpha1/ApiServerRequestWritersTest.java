package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A director's agent asks, the node's agent answers, and neither writes the other's half of a
 * ForwardingRequest: with tokens as pods have them, and the policies of {@code deploy/base}.
 */
@NeedsApiServer
class ApiServerRequestWritersTest {

  private static final String NAME = "f01-f02";

  private static ApiServer server;
  private static KubernetesClient director;
  private static KubernetesClient node;
  private static KubernetesClient another;
  private static KubernetesClient controller;

  @BeforeAll
  static void threeNodesWithTheirAgents(ApiServer started) throws InterruptedException {
    server = started;
    server.kubectlOk("apply", "-k", "../deploy/base");
    server.kubectlOk("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
    for (String name : List.of("f01", "f02", "f03")) {
      server
          .client()
          .resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build())
          .createOr(found -> found.update());
    }
    director = server.agentOn("f01");
    node = server.agentOn("f02");
    another = server.agentOn("f03");
    controller = server.holding("lvs-controller", Optional.empty(), "");
    for (int i = 0; i < 300 && !refuses(another); i++) {
      TimeUnit.MILLISECONDS.sleep(100); // the API server takes a moment to hear of a policy
    }
  }

  private static boolean refuses(KubernetesClient agent) {
    try {
      agent.resource(request(1)).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 403;
    }
  }

  @AfterAll
  static void leave() {
    List.of(director, node, another, controller).forEach(KubernetesClient::close);
    stored(server.client()).delete();
    List.of("f01", "f02", "f03").forEach(n -> server.client().nodes().withName(n).delete());
  }

  @BeforeEach
  void asked() {
    stored(server.client()).delete();
    director.resource(request(1)).patch(apply("spec"));
  }

  private static PatchContext apply(String manager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(true)
        .build();
  }

  private static ForwardingRequest request(long sequence) {
    var request = new ForwardingRequest();
    request.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    request.setSpec(
        new ForwardingRequestSpec("f01", "f02", 1, "boot", sequence, List.of(), List.of()));
    return request;
  }

  private static ForwardingRequest answered(long sequence) {
    var request = request(sequence);
    request.setStatus(
        new ForwardingRequestStatus(
            Optional.of("other"),
            Optional.of(new Acknowledgement("boot", sequence)),
            List.of(),
            Optional.empty()));
    return request;
  }

  private static Resource<ForwardingRequest> stored(KubernetesClient client) {
    return client.resources(ForwardingRequest.class).withName(NAME);
  }

  private static void answer(KubernetesClient client, long sequence) {
    client.resource(answered(sequence)).subresource("status").patch(apply("status"));
  }

  private static void assertRefused(String why, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining(why);
  }

  @Test
  void theDirectorAsksTheNodeAnswersAndTheDirectorDeletes() {
    director.resource(request(2)).patch(apply("spec"));
    answer(node, 2);
    director.resource(request(3)).update();
    var both = stored(director).get();
    assertThat(both.getSpec().sequence()).isEqualTo(3);
    assertThat(both.reported().acknowledged()).contains(new Acknowledgement("boot", 2L));
    stored(director).delete();
    assertThat(stored(server.client()).get()).isNull();
  }

  @Test
  void theNodeAsksAndDeletesNothing() {
    var why = "the agent on Node f02 asks for itself only, not for f01";
    assertRefused(why, () -> node.resource(request(2)).patch(apply("spec")));
    assertRefused(why, () -> node.resource(request(2)).update());
    assertRefused(why, () -> stored(node).delete());
    stored(server.client()).delete();
    assertRefused(why, () -> node.resource(request(1)).create());
  }

  @Test
  void theDirectorAnswersNothing() {
    assertRefused(
        "the agent on Node f01 answers for itself only, not for f02", () -> answer(director, 1));
    director.resource(answered(2)).update();
    assertThat(stored(director).get().reported()).isEqualTo(ForwardingRequestStatus.empty());
  }

  @Test
  void anAnswerChangesNothingButTheStatus() {
    var wider = answered(9);
    wider.getMetadata().setLabels(Map.of(ForwardingRequest.DIRECTOR_LABEL, "other"));
    node.resource(wider).subresource("status").patch(apply("status"));
    var after = stored(server.client()).get();
    assertThat(after.getSpec().sequence()).isEqualTo(1);
    assertThat(after.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(after.reported().acknowledged()).isPresent();
  }

  @Test
  void aThirdAgentDoesNeither() {
    assertRefused("the agent on Node f03 asks", () -> another.resource(request(2)).update());
    assertRefused("the agent on Node f03 asks", () -> stored(another).delete());
    assertRefused("the agent on Node f03 answers", () -> answer(another, 1));
  }

  @Test
  void aTokenThatNamesNoNodeDoesNeither() {
    try (KubernetesClient nowhere = server.holding("lvs-agent", Optional.empty(), "")) {
      assertRefused("names no Node", () -> nowhere.resource(request(2)).update());
      assertRefused("names no Node", () -> stored(nowhere).delete());
      assertRefused("names no Node", () -> answer(nowhere, 1));
    }
  }

  @Test
  void theControllerDeletesAndWritesNothing() {
    assertRefused("cannot patch", () -> controller.resource(request(2)).patch(apply("x")));
    assertRefused("cannot update", () -> controller.resource(request(2)).update());
    assertRefused("cannot patch", () -> answer(controller, 1));
    stored(controller).delete();
    assertThat(stored(server.client()).get()).isNull();
    assertRefused("cannot create", () -> controller.resource(request(1)).create());
  }
}
