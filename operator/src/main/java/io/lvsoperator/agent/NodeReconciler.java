package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.watch.ClusterSources;
import io.lvsoperator.watch.Witness;
import java.util.List;

/**
 * The agent's only reconciler. Its primary is the node's own {@code LvsNode}, to which everything
 * else is mapped: that coalesces events. All it does is to ask for a pass.
 */
@ControllerConfiguration(name = "agent", generationAwareEventProcessing = false)
final class NodeReconciler implements Reconciler<LvsNode>, ClusterLink.View {
  private final OwnLvsNode own;
  private final ClusterLink.PassRequests requests;
  private final Witness witness;
  private final ClusterSources<LvsNode> sources;

  NodeReconciler(
      KubernetesClient client, OwnLvsNode own, ClusterLink.PassRequests requests, Witness witness) {
    this.own = own;
    this.witness = witness;
    this.requests = requests;
    String hash = OwnLvsNode.hash(own.name());
    this.sources =
        new ClusterSources<>(
            client,
            LvsNode.class,
            own.name(),
            List.of(
                ForwardingRequest.DIRECTOR_LABEL + "=" + hash,
                ForwardingRequest.NODE_LABEL + "=" + hash));
  }

  @Override
  public UpdateControl<LvsNode> reconcile(LvsNode node, Context<LvsNode> context) {
    requests.request("cluster");
    return UpdateControl.noUpdate();
  }

  @Override
  public List<EventSource<?, LvsNode>> prepareEventSources(EventSourceContext<LvsNode> context) {
    return sources.prepare(context, this::deleted);
  }

  /**
   * While the own LvsNode is absent JOSDK runs nothing: the pass that puts it back is asked for
   * here.
   */
  private void deleted(HasMetadata object, boolean onlyMissing) {
    witness.deleted(object, onlyMissing);
    if (object.getKind().equals(HasMetadata.getKind(LvsNode.class))
        && object.getMetadata().getName().equals(own.name())) {
      requests.request("own LvsNode deleted");
    }
  }

  @Override
  public List<HasMetadata> objects() {
    return sources.objects();
  }
}
