package io.lvsoperator.controller;

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
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's only reconciler. Its primary is the Namespace {@value #PRIMARY}, which every
 * cluster has; everything else is mapped to it. That coalesces events into one pass at a time.
 *
 * <p>Our own kinds are watched untyped: one object that this version can't read would stop a typed
 * informer of all of them.
 */
@ControllerConfiguration(name = "controller", generationAwareEventProcessing = false)
final class ClusterReconciler implements Reconciler<Namespace> {
  /** The primary's name. */
  static final String PRIMARY = "kube-system";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterReconciler.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Predicate<List<HasMetadata>> pass;
  private final List<InformerEventSource<? extends HasMetadata, Namespace>> sources =
      new ArrayList<>();

  /**
   * A reconciler for one start of the operator.
   *
   * @param pass does the work; whether it is complete
   */
  ClusterReconciler(KubernetesClient client, Predicate<List<HasMetadata>> pass) {
    this.client = client;
    this.pass = pass;
  }

  @Override
  public UpdateControl<Namespace> reconcile(Namespace primary, Context<Namespace> context) {
    List<HasMetadata> objects = new ArrayList<>();
    sources.forEach(source -> source.list(object -> true).forEach(objects::add));
    UpdateControl<Namespace> nothing = UpdateControl.noUpdate();
    return pass.test(objects) ? nothing : nothing.rescheduleAfter(RETRY);
  }

  @Override
  public List<EventSource<?, Namespace>> prepareEventSources(
      EventSourceContext<Namespace> context) {
    for (String kind : List.of("LvsService", "RealServer", "DirectorGroup", "LvsNode")) {
      watch(context, ours(kind));
    }
    watch(context, from(Node.class));
    watch(context, from(Namespace.class));
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

  private <R extends HasMetadata> void watch(
      EventSourceContext<Namespace> context, InformerEventSourceConfiguration.Builder<R> builder) {
    builder
        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(PRIMARY)))
        .withPrimaryToSecondaryMapper(primary -> Set.of());
    sources.add(new InformerEventSource<>(builder.build(), context));
  }

  private static InformerEventSourceConfiguration.Builder<?> ours(String kind) {
    return InformerEventSourceConfiguration.from(
            new GroupVersionKind("lvsoperator.io", "v1alpha1", kind), Namespace.class)
        .withName(kind)
        .withWatchAllNamespaces();
  }

  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> from(
      Class<R> kind) {
    return InformerEventSourceConfiguration.from(kind, Namespace.class)
        .withName(kind.getSimpleName())
        .withWatchAllNamespaces();
  }

  private static InformerEventSourceConfiguration.Builder<Service> apiService() {
    return from(Service.class)
        .withNamespaces("default")
        .withFieldSelector(
            new FieldSelector(new FieldSelector.Field("metadata.name", "kubernetes")));
  }

  private void listApiService() {
    client.services().inNamespace("default").withField("metadata.name", "kubernetes").list();
  }

  private static InformerEventSourceConfiguration.Builder<EndpointSlice> apiServerEndpoints() {
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

  /** An older API server lacks some kinds, and nobody must grant what is only checked against. */
  private static boolean permits(Class<? extends HasMetadata> kind, Runnable list) {
    try {
      list.run();
      return true;
    } catch (KubernetesClientException e) {
      boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      if (!forbidden && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      LOG.info("no {} ({}): VIPs are not checked against it", kind.getSimpleName(), e.getCode());
      return false;
    }
  }
}
