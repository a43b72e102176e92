package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the API server says of objects that are not seen any more, and asks it, on a thread
 * of its own. An answer that is none (401, 403, a time-out) is no knowledge.
 */
public final class Witness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
  private static final String GROUP = "lvsoperator.io";
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final KubernetesClient client;
  private final Clock clock;
  private final Runnable answered;
  private final Map<String, Instant> deleted = new ConcurrentHashMap<>();
  private final Map<String, Testimony.Definition> definitions = new ConcurrentHashMap<>();
  private final Map<String, Testimony.Listing> listings = new ConcurrentHashMap<>();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("lvs-witness").daemon().factory());
  private volatile String lastTrouble = "";

  /**
   * Makes one that knows nothing.
   *
   * @param client speaks to the API server; not closed here
   * @param clock tells when a question was sent
   * @param answered called when an answer says something new
   */
  public Witness(KubernetesClient client, Clock clock, Runnable answered) {
    this.client = client;
    this.clock = clock;
    this.answered = answered;
  }

  /**
   * Notes a deletion.
   *
   * @param onlyMissing whether the object was merely missing from a list: that proves nothing yet
   */
  public void deleted(HasMetadata object, boolean onlyMissing) {
    if (!onlyMissing && object.getMetadata().getUid() != null) {
      deleted.put(object.getMetadata().getUid(), clock.instant());
    }
  }

  /** {@return all that was said} */
  public Testimony testimony() {
    return new Testimony(deleted.keySet(), definitions, listings);
  }

  /** Asks what this knowledge is in doubt about. Never blocks. */
  public void ask(Knowledge knowledge) {
    Instant now = clock.instant();
    Set<ObjectId> missing = knowledge.missing().keySet();
    Set<String> open = missing.stream().map(ObjectId::uid).collect(Collectors.toSet());
    deleted
        .entrySet()
        .removeIf(e -> e.getValue().plus(REMEMBERED).isBefore(now) && !open.contains(e.getKey()));
    Set<String> undefined = knowledge.undefined();
    Set<String> unconfirmed = knowledge.unconfirmed(now);
    if (undefined.isEmpty() && unconfirmed.isEmpty() || asking.getAndSet(true)) {
      return;
    }
    try {
      executor.execute(() -> ask(undefined, unconfirmed));
    } catch (RejectedExecutionException e) {
      LOG.debug("the end has come: nobody is asked any more");
    }
  }

  private void ask(Set<String> undefined, Set<String> unconfirmed) {
    boolean news = false;
    try {
      for (String kind : undefined) {
        Instant asked = clock.instant();
        Testimony.Definition now = new Testimony.Definition(isEstablished(kind), asked);
        Testimony.Definition before = definitions.put(kind, now);
        news |= before == null || before.established() != now.established() || now.established();
      }
      for (String kind : unconfirmed) {
        Instant begun = clock.instant();
        Set<String> uids = uids(kind);
        news |=
            !new Testimony.Listing(uids, begun)
                .uids()
                .equals(
                    Optional.ofNullable(listings.get(kind))
                        .map(Testimony.Listing::uids)
                        .orElse(null));
        listings.put(kind, new Testimony.Listing(uids, begun));
      }
      lastTrouble = "";
    } catch (RuntimeException e) { // asked again by the next pass
      if (!lastTrouble.equals(e.getMessage())) {
        LOG.warn(
            "cannot ask what became of objects that are not seen any more: {}", e.getMessage());
      }
      lastTrouble = String.valueOf(e.getMessage());
    } finally {
      asking.set(false);
    }
    if (news) {
      answered.run();
    }
  }

  private boolean isEstablished(String kind) {
    return Optional.ofNullable(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(plural(kind) + "." + GROUP)
                .get())
        .filter(crd -> crd.getMetadata().getDeletionTimestamp() == null)
        .filter(Witness::isEstablished)
        .isPresent();
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static String plural(String kind) {
    return kind.toLowerCase(java.util.Locale.ROOT) + "s";
  }

  /** Page by page: what is read of each object is its uid. */
  Set<String> uids(String kind) {
    Listable<? extends KubernetesResourceList<? extends HasMetadata>> all = all(kind);
    Set<String> uids = new HashSet<>();
    String next = null;
    do {
      var page =
          all.list(
              new ListOptionsBuilder().withLimit(ClusterSources.PAGE).withContinue(next).build());
      page.getItems().forEach(object -> uids.add(object.getMetadata().getUid()));
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return uids;
  }

  /** The same lists as those of the informers. */
  private Listable<? extends KubernetesResourceList<? extends HasMetadata>> all(String kind) {
    return switch (kind) {
      case "Node" -> client.nodes();
      case "Namespace" -> client.namespaces();
      case "ServiceCIDR" -> client.resources(ServiceCIDR.class);
      case "Service" -> ClusterSources.apiServices(client);
      case "EndpointSlice" -> ClusterSources.apiServerEndpoints(client);
      default ->
          client
              .genericKubernetesResources(
                  new ResourceDefinitionContext.Builder()
                      .withGroup(GROUP)
                      .withVersion("v1alpha1")
                      .withKind(kind)
                      .withPlural(plural(kind))
                      .withNamespaced(kind.equals("LvsService") || kind.equals("RealServer"))
                      .build())
              .inAnyNamespace();
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
