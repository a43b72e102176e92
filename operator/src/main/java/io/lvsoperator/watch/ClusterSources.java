package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The informers of everything that {@code translate} reads. All of them map to one primary object,
 * which coalesces events into one pass at a time.
 *
 * <p>Our own kinds are watched untyped: one object that this version cannot read would stop a typed
 * informer of all of them.
 *
 * @param <P> the primary's kind
 */
public final class ClusterSources<P extends HasMetadata> {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSources.class);

  /**
   * Objects of one answer to a list. A RealServer of ten services is some 20 kB before it is
   * slimmed down: with all of a thousand in one answer an agent's heap of 96 MB was full.
   */
  static final long PAGE = 100;

  private final KubernetesClient client;
  private final Class<P> primaryKind;
  private final String primary;
  private final List<String> requestSelectors;
  private Deletions deletions = (_, _) -> {};
  private final List<InformerEventSource<? extends HasMetadata, P>> sources =
      new CopyOnWriteArrayList<>();

  /** Told of objects that an informer no longer has. */
  public interface Deletions {
    /**
     * An object is gone.
     *
     * @param onlyMissing whether it was merely missing from a list
     */
    void deleted(HasMetadata object, boolean onlyMissing);
  }

  /**
   * Informers for one start of an operator.
   *
   * @param client speaks to the API server
   * @param primaryKind the primary's kind
   * @param primary its name; it is cluster-scoped
   */
  public ClusterSources(KubernetesClient client, Class<P> primaryKind, String primary) {
    this(client, primaryKind, primary, List.of());
  }

  /**
   * The same, with ForwardingRequests.
   *
   * @param requestSelectors the label selectors of those that are watched, one informer each; an
   *     object that two of them select is there twice
   */
  public ClusterSources(
      KubernetesClient client,
      Class<P> primaryKind,
      String primary,
      List<String> requestSelectors) {
    this.requestSelectors = List.copyOf(requestSelectors);
    this.client = client;
    this.primaryKind = primaryKind;
    this.primary = primary;
  }

  /**
   * {@return the event sources}
   *
   * @param deletions told of each object that is gone: while the primary is absent JOSDK runs
   *     nothing
   * @throws KubernetesClientException if the API server cannot be asked which kinds it has
   */
  public List<EventSource<?, P>> prepare(EventSourceContext<P> context, Deletions deletions) {
    this.deletions = deletions;
    for (String kind : List.of("LvsService", "RealServer", "DirectorGroup")) {
      add(context, ours(kind));
    }
    add(context, ours("LvsNode"));
    for (String selector : requestSelectors) {
      add(
          context,
          ours("ForwardingRequest")
              .withName("ForwardingRequests " + selector)
              .withLabelSelector(selector));
    }
    add(context, from(Node.class).withOnUpdateFilter(Slim::differ));
    add(context, from(Namespace.class));
    if (permits(ServiceCIDR.class, () -> client.resources(ServiceCIDR.class).list())) {
      add(context, from(ServiceCIDR.class));
    }
    if (permits(Service.class, this::listApiService)) {
      add(context, apiService());
    }
    if (permits(EndpointSlice.class, this::listApiServerEndpoints)) {
      add(context, apiServerEndpoints());
    }
    return List.copyOf(sources);
  }

  /** {@return everything that the informers hold now} */
  public List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>();
    sources.forEach(source -> source.list(_ -> true).forEach(objects::add));
    return objects;
  }

  private boolean told(HasMetadata object, boolean onlyMissing) {
    deletions.deleted(object, onlyMissing);
    return true;
  }

  private <R extends HasMetadata> void add(
      EventSourceContext<P> context, InformerEventSourceConfiguration.Builder<R> builder) {
    builder
        .withOnDeleteFilter((object, onlyMissing) -> told(object, onlyMissing))
        .withItemStore(new TransformingItemStore<>(Slim::down))
        .withInformerListLimit(PAGE)
        .withSecondaryToPrimaryMapper(_ -> Set.of(new ResourceID(primary)))
        .withPrimaryToSecondaryMapper(_ -> Set.of());
    sources.add(new InformerEventSource<>(builder.build(), context));
  }

  private InformerEventSourceConfiguration.Builder<? extends HasMetadata> ours(String kind) {
    return InformerEventSourceConfiguration.from(
            new GroupVersionKind("lvsoperator.io", "v1alpha1", kind), primaryKind)
        .withName(kind + "s")
        .withWatchAllNamespaces();
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> from(Class<R> kind) {
    return InformerEventSourceConfiguration.from(kind, primaryKind)
        .withName(kind.getSimpleName() + "s")
        .withWatchAllNamespaces();
  }

  private InformerEventSourceConfiguration.Builder<Service> apiService() {
    return from(Service.class)
        .withNamespaces("default")
        .withFieldSelector(
            new FieldSelector(new FieldSelector.Field("metadata.name", "kubernetes")));
  }

  private void listApiService() {
    apiServices(client).list();
  }

  static Listable<ServiceList> apiServices(KubernetesClient client) {
    return client.services().inNamespace("default").withField("metadata.name", "kubernetes");
  }

  private InformerEventSourceConfiguration.Builder<EndpointSlice> apiServerEndpoints() {
    return from(EndpointSlice.class)
        .withNamespaces("default")
        .withLabelSelector("kubernetes.io/service-name=kubernetes");
  }

  private void listApiServerEndpoints() {
    apiServerEndpoints(client).list();
  }

  static Listable<? extends KubernetesResourceList<EndpointSlice>> apiServerEndpoints(
      KubernetesClient client) {
    return client
        .resources(EndpointSlice.class)
        .inNamespace("default")
        .withLabel("kubernetes.io/service-name", "kubernetes");
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
