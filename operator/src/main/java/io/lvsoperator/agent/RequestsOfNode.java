package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.ForwardingRequests;
import java.util.List;

/** The ForwardingRequests of a node whose agent does not run. */
public final class RequestsOfNode {
  private RequestsOfNode() {}

  /**
   * {@return what directors ask of this node}
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses, or is
   *     away
   */
  public static List<Request> list(KubernetesClient client, String node) {
    return client
        .resources(ForwardingRequest.class)
        .withLabel(ForwardingRequest.NODE_LABEL, OwnLvsNode.hash(node))
        .list()
        .getItems()
        .stream()
        .map(object -> ForwardingRequests.request(object.getSpec()))
        .filter(request -> request.node().equals(node))
        .toList();
  }

  /**
   * Asks for nothing any more, in the place of a director's agent: its kernel was given back.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses, or is
   *     away
   */
  public static void withdraw(KubernetesClient client, String director) {
    client
        .resources(ForwardingRequest.class)
        .withLabel(ForwardingRequest.DIRECTOR_LABEL, OwnLvsNode.hash(director))
        .list()
        .getItems()
        .forEach(object -> withdraw(client, object));
  }

  private static void withdraw(KubernetesClient client, ForwardingRequest object) {
    long stored = object.getSpec().sequence();
    long acknowledged = object.reported().acknowledged().map(ack -> ack.sequence()).orElse(0L);
    client
        .resources(ForwardingRequest.class)
        .withName(object.getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"sequence\":%d,\"attachments\":[]}}"
                .formatted(Math.max(stored, acknowledged) + 1));
  }
}
