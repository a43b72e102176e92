package io.lvsoperator.cli;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.agent.RequestsOfNode;
import io.lvsoperator.protocol.Request;
import java.util.List;
import java.util.Optional;

/** What is known of the directors' kernels, and how well. */
sealed interface DirectorsWord {
  /** As the API server says now. */
  record Now(List<Request> known) implements DirectorsWord {}

  /** As this node's agent knew last, because the cluster cannot be asked. */
  record Last(List<Request> known, String why) implements DirectorsWord {}

  /** Nobody can tell. */
  record Nothing(String why) implements DirectorsWord {}

  /**
   * {@return the best that there is}
   *
   * @param client how the cluster is reached, if anything says so
   * @param cluster the cluster of which the journal speaks, if it knows one
   * @param node this node's name, if it is known
   * @param last what this node honours by its disk, if that tells anything
   */
  static DirectorsWord ask(
      Optional<KubernetesClient> client,
      Optional<String> cluster,
      Optional<String> node,
      Optional<List<Request>> last) {
    if (client.isEmpty()) {
      return without("no --kubeconfig says how to reach the cluster", last);
    }
    if (node.isEmpty()) {
      return without("no --node-name says which Node this is", last);
    }
    try {
      return is(client.get(), cluster)
          ? new Now(RequestsOfNode.list(client.get(), node.get()))
          : without("another cluster answers", last);
    } catch (KubernetesClientException e) {
      return without("the cluster cannot be asked (" + OneLine.of(e) + ")", last);
    }
  }

  /** {@return whether it answers, and is the cluster of which the journal speaks} */
  static boolean isSame(KubernetesClient client, Optional<String> cluster) {
    try {
      return is(client, cluster);
    } catch (KubernetesClientException e) { // what it would be told is told by the caller
      return false;
    }
  }

  private static boolean is(KubernetesClient client, Optional<String> cluster) {
    Optional<String> now =
        Optional.ofNullable(client.namespaces().withName("kube-system").get())
            .map((Namespace namespace) -> namespace.getMetadata().getUid());
    return cluster.filter(then -> !now.equals(Optional.of(then))).isEmpty();
  }

  private static DirectorsWord without(String why, Optional<List<Request>> last) {
    return last.<DirectorsWord>map(known -> new Last(known, why))
        .orElseGet(() -> new Nothing(why + ", and the agent left no file that says what it knew"));
  }
}
