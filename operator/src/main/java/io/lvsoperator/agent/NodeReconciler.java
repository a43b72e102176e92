package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's only reconciler. Its primary is the node's own {@code LvsNode}, to which everything
 * else is mapped: that coalesces events. All it does is to ask for a pass.
 */
@ControllerConfiguration(name = "agent", generationAwareEventProcessing = false)
final class NodeReconciler implements Reconciler<LvsNode>, ClusterLink.View {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReconciler.class);

  private final KubernetesClient client;
  private final OwnLvsNode own;
  private final ClusterLink.PassRequests requests;
  private final List<InformerEventSource<? extends HasMetadata, LvsNode>> sources =
      new CopyOnWriteArrayList<>();

  NodeReconciler(KubernetesClient client, OwnLvsNode own, ClusterLink.PassRequests requests) {
    this.client = client;
    this.own = own;
    this.requests = requests;
  }

  @Override
  public UpdateControl<LvsNode> reconcile(LvsNode node, Context<LvsNode> context) {
    requests.request("cluster");
    return UpdateControl.noUpdate();
  }

  @Override
  public List<EventSource<?, LvsNode>> prepareEventSources(EventSourceContext<LvsNode> context) {
    watch(context, from(LvsService.class));
    watch(context, from(RealServer.class));
    watch(context, from(DirectorGroup.class));
    watch(context, from(Node.class));
    watch(context, from(Namespace.class));
    watch(context, allLvsNodes());
    if (permits(ServiceCIDR.class, () -> client.resources(ServiceCIDR.class).list())) {
      watch(context, from(ServiceCIDR.class));
    }
    if (permits(Service.class, this::listApiService)) {
      watch(context, apiService());
    }
    if (permits(EndpointSlice.class, this::listApiServerEndpoints)) {
      watch(context, apiServerEndpoints());
    }
    return List.copyOf(sources);
  }

  @Override
  public List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>();
    sources.forEach(source -> source.list().forEach(objects::add));
    return objects;
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> from(Class<R> kind) {
    return InformerEventSourceConfiguration.from(kind, LvsNode.class)
        .withName(kind.getSimpleName())
        .withWatchAllNamespaces()
        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(own.name())));
  }

  /**
   * While the own LvsNode is absent JOSDK runs nothing: so the pass that puts it back is asked for
   * here.
   */
  private InformerEventSourceConfiguration.Builder<LvsNode> allLvsNodes() {
    return from(LvsNode.class)
        .withName("LvsNodes")
        .withOnDeleteFilter(
            (node, unknown) -> {
              if (node.getMetadata().getName().equals(own.name())) {
                requests.request("own LvsNode deleted");
              }
              return true;
            });
  }

  private InformerEventSourceConfiguration.Builder<Service> apiService() {
    return from(Service.class)
        .withNamespaces("default")
        .withFieldSelector(
            new FieldSelector(new FieldSelector.Field("metadata.name", "kubernetes")));
  }

  private void listApiService() {
    client.services().inNamespace("default").withField("metadata.name", "kubernetes").list();
  }

  private InformerEventSourceConfiguration.Builder<EndpointSlice> apiServerEndpoints() {
    return from(EndpointSlice.class)
        .withNamespaces("default")
        .withLabelSelector("kubernetes.io/service-name=kubernetes");
  }

  private void listApiServerEndpoints() {
    client
        .resources(EndpointSlice.class)
        .inNamespace("default")
        .withLabel("kubernetes.io/service-name", "kubernetes")
        .list();
  }

  /** An older API server does not have every kind, and nobody must grant what only warns. */
  private static boolean permits(Class<? extends HasMetadata> kind, Runnable list) {
    try {
      list.run();
      return true;
    } catch (KubernetesClientException e) {
      boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      if (!forbidden && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      LOG.info(
          "{} is not read ({}): VIPs are not checked against it",
          kind.getSimpleName(),
          e.getCode());
      return false;
    }
  }

  private <R extends HasMetadata> void watch(
      EventSourceContext<LvsNode> context, InformerEventSourceConfiguration.Builder<R> builder) {
    sources.add(new InformerEventSource<>(builder.build(), context));
  }
}
