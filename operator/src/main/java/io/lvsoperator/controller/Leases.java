package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.lvsoperator.watch.StoreRevision;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the agents' Leases every few seconds, on a thread of its own. A watch would tell of every
 * single renewal, and would not tell that it has stopped telling: a list that succeeds proves that
 * the agents could have been heard.
 */
final class Leases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** Where the agents' Leases are, each named like its Node. */
  static final String NAMESPACE = "lvs-node-lease";

  /** How often they are read. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Heartbeats heartbeats;
  private final Supplier<Duration> uptime;
  private final Duration interval;
  private final Runnable changed;
  private final StoreRevision revision;
  private final Thread thread;
  private volatile Set<String> nodes = Set.of();
  private volatile Map<String, Heartbeats.Word> told = Map.of();
  private volatile boolean closing;
  private boolean failing;

  /**
   * Makes one that does not read yet.
   *
   * @param client speaks to the API server
   * @param uptime how long this process runs; it must not jump
   * @param interval how often it reads
   * @param changed called when something else is known of an agent than was told last
   * @param revision is told of each list
   */
  Leases(
      KubernetesClient client,
      Supplier<Duration> uptime,
      Duration interval,
      Runnable changed,
      StoreRevision revision) {
    this.revision = revision;
    this.client = client;
    this.heartbeats = new Heartbeats();
    this.uptime = uptime;
    this.interval = interval;
    this.changed = changed;
    this.thread = Thread.ofPlatform().name("leases").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** {@return what is known of these nodes' agents now} */
  Map<String, Heartbeats.Word> words(Set<String> of) {
    nodes = Set.copyOf(of);
    told = heartbeats.words(nodes, uptime.get());
    return told;
  }

  private void run() {
    try {
      while (!closing) {
        read();
        if (!heartbeats.words(nodes, uptime.get()).equals(told)) {
          changed.run();
        }
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.debug("told to end");
    }
  }

  private void read() {
    try {
      Map<String, String> renewals = new HashMap<>();
      LeaseList list = client.leases().inNamespace(NAMESPACE).list();
      revision.seen(list.getMetadata().getResourceVersion());
      for (Lease lease : list.getItems()) {
        renewals.put(lease.getMetadata().getName(), renewal(lease));
      }
      heartbeats.heard(renewals, uptime.get());
      failing = false;
    } catch (RuntimeException e) { // no knowledge: nobody is said to be silent
      if (!failing) {
        LOG.warn("the agents' Leases in {} can't be read: {}", NAMESPACE, e.getMessage());
      }
      failing = true;
    }
  }

  private static String renewal(Lease lease) {
    return Optional.ofNullable(lease.getSpec())
        .map(spec -> String.valueOf(spec.getRenewTime()))
        .orElse("");
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
