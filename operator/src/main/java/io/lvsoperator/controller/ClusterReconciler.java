package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.watch.ClusterSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The controller's only reconciler. Its primary is the Namespace {@value #PRIMARY}, which every
 * cluster has; everything else is mapped to it. That coalesces events into one pass at a time.
 */
@ControllerConfiguration(name = "controller", generationAwareEventProcessing = false)
final class ClusterReconciler implements Reconciler<Namespace> {
  /** The primary's name. */
  static final String PRIMARY = "kube-system";

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Predicate<List<HasMetadata>> pass;
  private final ClusterSources<Namespace> sources;
  private final SimpleInboundEventSource<Namespace> asked = new SimpleInboundEventSource<>("asked");
  private volatile Optional<RequestSource> requests = Optional.empty();

  /**
   * A reconciler for one start of the operator.
   *
   * @param pass does the work; whether it is complete
   */
  ClusterReconciler(KubernetesClient client, Predicate<List<HasMetadata>> pass) {
    this.pass = pass;
    this.sources =
        new ClusterSources<>(
            client, Namespace.class, PRIMARY, List.of(ForwardingRequest.NODE_LABEL));
  }

  @Override
  public UpdateControl<Namespace> reconcile(Namespace primary, Context<Namespace> context) {
    UpdateControl<Namespace> nothing = UpdateControl.noUpdate();
    return pass.test(sources.objects()) ? nothing : nothing.rescheduleAfter(RETRY);
  }

  @Override
  public List<EventSource<?, Namespace>> prepareEventSources(
      EventSourceContext<Namespace> context) {
    List<EventSource<?, Namespace>> all = new ArrayList<>(sources.prepare(context, (_, _) -> {}));
    all.add(asked);
    RequestSource asking = new RequestSource(context);
    requests = Optional.of(asking);
    all.add(asking.source());
    return all;
  }

  /** {@return all ForwardingRequests} */
  List<GenericKubernetesResource> requests() {
    return requests.map(RequestSource::requests).orElse(List.of());
  }

  /** Asks for a pass. */
  void ask() {
    asked.propagateEvent(new ResourceID(PRIMARY));
  }
}
