package io.lvsoperator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.ForwardingRequests;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is asked of the API server about ForwardingRequests. Each call says whether it was done;
 * false where the object is not what the caller believed, so that he has to look again. Every other
 * refusal, and no answer, is thrown as {@link KubernetesClientException}.
 */
final class RequestCalls {
  /** RFC 4918, and what Kubernetes calls Invalid. */
  private static final int UNPROCESSABLE = 422;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final PatchContext OPERATIONS = PatchContext.of(PatchType.JSON);

  private final KubernetesClient client;

  RequestCalls(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the object. {@return false where there is one} */
  boolean create(String name, Request request) {
    ForwardingRequest fresh = new ForwardingRequest();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .addToLabels(ForwardingRequest.DIRECTOR_LABEL, OwnLvsNode.hash(request.director()))
            .addToLabels(ForwardingRequest.NODE_LABEL, OwnLvsNode.hash(request.node()))
            .build());
    fresh.setSpec(ForwardingRequests.spec(request));
    return done(
        () -> client.resource(fresh).create(), e -> e.getCode() == HttpURLConnection.HTTP_CONFLICT);
  }

  /**
   * Replaces the spec, where it is still the one that the director has seen: the API server
   * compares, so that nothing that lands in between is written over (RFC 6902, operation test).
   *
   * @return false where there is no object or the spec is another one
   */
  boolean update(String name, Request seen, Request request) {
    ArrayNode patch = JSON.createArrayNode();
    operation(patch, "test", "/spec/sequence").put("value", seen.sequence());
    operation(patch, "test", "/spec/bootID").put("value", seen.bootId());
    ObjectNode spec = JSON.valueToTree(ForwardingRequests.spec(request));
    operation(patch, "replace", "/spec").<ObjectNode>set("value", spec);
    return done(
        () -> resource(name).patch(OPERATIONS, patch.toString()),
        e -> isMissing(e) || isAnother(e));
  }

  /** Writes the status. {@return false where there is no object} */
  boolean answer(String name, RequestWriter.Answered answered) {
    ObjectNode status =
        JSON.valueToTree(ForwardingRequests.status(answered.answer(), answered.attachments()));
    if (!status.has("exceptions")) {
      status.putArray("exceptions"); // a merge would keep the old ones
    }
    JsonNode patch = JSON.createObjectNode().set("status", status);
    return done(
        () -> resource(name).subresource("status").patch(MERGE, patch.toString()),
        RequestCalls::isMissing);
  }

  /** Deletes the object in this resourceVersion. {@return false where it has another one} */
  boolean delete(String name, String version) {
    ForwardingRequest old = new ForwardingRequest();
    old.setMetadata(new ObjectMetaBuilder().withName(name).withResourceVersion(version).build());
    return done(
        () -> client.resource(old).lockResourceVersion(version).delete(),
        e -> e.getCode() == HttpURLConnection.HTTP_CONFLICT);
  }

  private static ObjectNode operation(ArrayNode patch, String operation, String path) {
    return patch.addObject().put("op", operation).put("path", path);
  }

  private static boolean done(Runnable call, Predicate<KubernetesClientException> isNotAsBelieved) {
    try {
      call.run();
      return true;
    } catch (KubernetesClientException e) {
      if (isNotAsBelieved.test(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isMissing(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  /** A failed test names no cause; what schema or admission refuse does. */
  private static boolean isAnother(KubernetesClientException e) {
    return e.getCode() == UNPROCESSABLE
        && Optional.ofNullable(e.getStatus())
            .map(Status::getDetails)
            .map(StatusDetails::getCauses)
            .orElse(List.of())
            .isEmpty();
  }

  private Resource<ForwardingRequest> resource(String name) {
    return client.resources(ForwardingRequest.class).withName(name);
  }
}
