package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.translate.snapshot.OutOfServiceTaint;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the ForwardingRequests of directors whose machines are gone, on a thread of its own:
 * nobody else may, and real servers keep what is asked of them. Nodes are read from the API server
 * itself, by name; what a watch has not told is no evidence.
 */
final class RequestCleanup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestCleanup.class);

  /** How often the Nodes of the directors are read. */
  static final Duration INTERVAL = Duration.ofSeconds(20);

  private static final Duration BETWEEN_DELETIONS = Duration.ofMillis(250);
  private static final ResourceDefinitionContext REQUESTS =
      ResourceDefinitionContext.fromResourceType(ForwardingRequest.class);

  private final KubernetesClient client;
  private final Supplier<List<GenericKubernetesResource>> requests;
  private final Supplier<Duration> uptime;
  private final Duration interval;
  private final GoneDirectors gone = new GoneDirectors();
  private final Thread thread;
  private volatile boolean closing;
  private boolean failing;

  /**
   * Makes one that does nothing yet.
   *
   * @param client speaks to the API server
   * @param requests all that there are; none while they are not known
   * @param uptime how long this process runs; it must not jump
   * @param interval how often it looks
   */
  RequestCleanup(
      KubernetesClient client,
      Supplier<List<GenericKubernetesResource>> requests,
      Supplier<Duration> uptime,
      Duration interval) {
    this.client = client;
    this.requests = requests;
    this.uptime = uptime;
    this.interval = interval;
    this.thread = Thread.ofPlatform().name("requests").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        look();
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.debug("told to end");
    }
  }

  private void look() throws InterruptedException {
    Map<String, List<GenericKubernetesResource>> byDirector =
        requests.get().stream().collect(Collectors.groupingBy(RequestSource::director));
    gone.retain(byDirector.keySet());
    for (var asked : byDirector.entrySet()) {
      if (isGone(asked.getKey())) {
        delete(asked.getKey(), asked.getValue());
      }
    }
  }

  private boolean isGone(String director) {
    Duration asked = uptime.get();
    GoneDirectors.Sighting sighting = read(director);
    return gone.seen(director, sighting, asked, uptime.get());
  }

  /** A list, because its answer is whole: a 404 may be of anything on the way. */
  private GoneDirectors.Sighting read(String director) {
    try {
      List<Node> nodes = client.nodes().withField("metadata.name", director).list().getItems();
      failing = false;
      return nodes.stream()
          .findFirst()
          .map(RequestCleanup::sighting)
          .orElse(GoneDirectors.Sighting.ABSENT);
    } catch (RuntimeException e) { // no knowledge: nobody is gone
      if (!failing) {
        LOG.warn("Node {} can't be read: {}", director, e.getMessage());
      }
      failing = true;
      return GoneDirectors.Sighting.UNKNOWN;
    }
  }

  private static GoneDirectors.Sighting sighting(Node node) {
    return OutOfServiceTaint.isOn(node)
        ? GoneDirectors.Sighting.OUT_OF_SERVICE
        : GoneDirectors.Sighting.THERE;
  }

  private void delete(String director, List<GenericKubernetesResource> all)
      throws InterruptedException {
    LOG.info(
        "director {} is gone: its Node is absent or out of service; {} requests are deleted",
        director,
        all.size());
    for (GenericKubernetesResource request : all) {
      delete(request);
      TimeUnit.MILLISECONDS.sleep(BETWEEN_DELETIONS.toMillis());
    }
  }

  /** Only as it was seen: where somebody wrote it meanwhile, the next look decides. */
  private void delete(HasMetadata request) {
    String name = request.getMetadata().getName();
    try {
      client
          .genericKubernetesResources(REQUESTS)
          .withName(name)
          .lockResourceVersion(request.getMetadata().getResourceVersion())
          .delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        LOG.debug("ForwardingRequest {} was written meanwhile", name);
      } else {
        LOG.warn("ForwardingRequest {} was not deleted: {}", name, e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
