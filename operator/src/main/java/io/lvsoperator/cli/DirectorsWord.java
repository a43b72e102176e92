package io.lvsoperator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.agent.LastKnown;
import io.lvsoperator.model.Intent;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of the directors' kernels, and how well. */
sealed interface DirectorsWord {
  /** As the API server says now. */
  record Now(Intent known) implements DirectorsWord {}

  /** As this node's agent knew last, because the cluster cannot be asked. */
  record Last(Intent known, String why) implements DirectorsWord {}

  /** Nobody can tell. */
  record Nothing(String why) implements DirectorsWord {}

  /**
   * {@return the best that there is}
   *
   * @param client how the cluster is reached, if anything says so
   * @param cluster the cluster of which the journal speaks, if it knows one
   * @param last what is on the disk
   */
  static DirectorsWord ask(
      Optional<KubernetesClient> client, Optional<String> cluster, Optional<LastKnown> last) {
    if (client.isEmpty()) {
      return without("no --kubeconfig says how to reach the cluster", last);
    }
    try {
      return is(client.get(), cluster)
          ? new Now(intent(read(client.get())))
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

  private static ClusterSnapshot read(KubernetesClient client) {
    List<HasMetadata> objects = new ArrayList<>(client.nodes().list().getItems());
    objects.addAll(
        client.genericKubernetesResources("lvsoperator.io/v1alpha1", "LvsNode").list().getItems());
    return ClusterObjects.snapshot(objects);
  }

  private static DirectorsWord without(String why, Optional<LastKnown> last) {
    return last.<DirectorsWord>map(known -> new Last(intent(known.cluster()), why))
        .orElseGet(() -> new Nothing(why + ", and the agent left no file that says what it knew"));
  }

  /** Whatever node asks: what directors report is the same for all. */
  private static Intent intent(ClusterSnapshot snapshot) {
    return Translator.translate(snapshot).intentFor("");
  }
}
