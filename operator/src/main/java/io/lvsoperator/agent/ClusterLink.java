package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.lvsoperator.watch.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the informers running. At the start it waits for the API server, however long that takes;
 * later its absence changes nothing: what was seen last is what counts. When an informer gives up
 * for good, all of them are started anew, and the last view holds until the new one is complete.
 */
final class ClusterLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_SYNC = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final OwnLvsNode own;
  private final PassRequests requests;
  private final Witness witness;
  private final Contact contact;
  private final Metrics metrics;
  private final Thread thread;
  private final Semaphore broken = new Semaphore(0);
  private volatile boolean closing;
  private volatile boolean away;
  private boolean saidLost;
  private volatile Optional<Look> look = Optional.empty();
  private final AtomicInteger restores = new AtomicInteger();

  /** What was seen, complete. */
  interface View {
    List<HasMetadata> objects();
  }

  /**
   * One look.
   *
   * @param view what was seen
   * @param restores how often the cluster had been restored before it was begun
   */
  private record Look(View view, int restores) {}

  /**
   * All objects of a look.
   *
   * @param objects the objects
   * @param restores how often the cluster had been restored before it was begun
   */
  record Seen(List<HasMetadata> objects, int restores) {}

  /** Asks for a pass. */
  interface PassRequests {
    void request(String reason);
  }

  ClusterLink(
      KubernetesClient client,
      OwnLvsNode own,
      PassRequests requests,
      Witness witness,
      Contact contact,
      Metrics metrics) {
    this.witness = witness;
    this.contact = contact;
    this.client = client;
    this.own = own;
    this.requests = requests;
    this.metrics = metrics;
    this.thread = Daemons.named("api").newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** {@return all objects, once every informer has synced; from then on always} */
  Optional<List<HasMetadata>> objects() {
    return seen().map(Seen::objects);
  }

  /** {@return the same, and after how many restores that was seen} */
  Optional<Seen> seen() {
    return look.map(l -> new Seen(l.view().objects(), l.restores()));
  }

  /**
   * {@return whether the last try to see the cluster failed, for another reason than that it does
   * not know this Node}
   */
  boolean isAway() {
    return away;
  }

  /** The cluster was restored: what watches wait for may never come. */
  void beginAnew() {
    LOG.warn("the cluster's store went back, as it does when a backup is restored");
    restores.incrementAndGet();
    broken.release();
  }

  private void run() {
    Duration pause = Duration.ofSeconds(1);
    while (!closing) {
      try {
        watch();
        pause = Duration.ofSeconds(1);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn(
            "not connected to the API server at {}, tried again in {} s: {}",
            client.getMasterUrl(),
            pause.toSeconds(),
            Reason.of(e));
        LOG.debug("in full", e);
        contact.note(Contact.Ability.WATCH, false);
        away = !(e instanceof OwnLvsNode.MissingNodeException);
        requests.request("not connected");
        sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
    }
  }

  /** Runs one operator until one of its informers gives up. */
  private void watch() throws InterruptedException {
    own.ensure();
    NodeReconciler reconciler = new NodeReconciler(client, own, requests, witness);
    broken.drainPermits();
    int before = restores.get();
    Operator operator = new Operator(this::configure);
    try {
      operator.register(
          reconciler,
          override ->
              override
                  .withLabelSelector(own.selector())
                  .withReconciliationMaxInterval(Duration.ofSeconds(60))
                  .withRetry(
                      new GenericRetry()
                          .setInitialInterval(1000)
                          .setMaxInterval(30_000)
                          .withoutMaxAttempts()));
      operator.start();
      look = Optional.of(new Look(reconciler, before));
      LOG.info("all informers have synced");
      requests.request("informers synced");
      while (!broken.tryAcquire(CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        checkWatches(operator);
      }
      LOG.warn("all informers are started anew");
    } finally {
      freeze();
      operator.stop();
    }
  }

  /**
   * A watch that ended and may not begin again, because the right to it was taken away, is tried
   * again for ever, and nobody is told.
   */
  private void checkWatches(Operator operator) {
    Set<String> unwatched =
        operator.getRuntimeInfo().unhealthyEventSources().values().stream()
            .flatMap(sources -> sources.keySet().stream())
            .map(name -> name.equals(ControllerEventSource.NAME) ? "the own LvsNode" : name)
            .collect(Collectors.toCollection(TreeSet::new));
    contact.note(Contact.Ability.WATCH, unwatched.isEmpty());
    boolean lost = contact.isLost(Contact.Ability.WATCH);
    if (lost && !saidLost) {
      LOG.warn(
          "{} cannot be watched any more: the API server is away, or this agent may not list and"
              + " watch them. What was seen last counts; the Lease is not renewed meanwhile",
          String.join(", ", unwatched));
    }
    if (!lost && saidLost) {
      LOG.info("everything is watched again");
    }
    saidLost = lost;
  }

  private void configure(ConfigurationServiceOverrider configuration) {
    configuration
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .checkingCRDAndValidateLocalModel(false)
        .withConcurrentReconciliationThreads(1)
        .withConcurrentWorkflowExecutorThreads(1)
        .withStopOnInformerErrorDuringStartup(true)
        .withCacheSyncTimeout(LONGEST_SYNC)
        .withReconciliationTerminationTimeout(Duration.ZERO)
        .withMetrics(metrics)
        // The default ends the process, and traffic must not depend on an informer.
        .withInformerStoppedHandler(
            (informer, error) -> {
              if (error != null) {
                LOG.warn("the informer of {} gave up", informer.getApiTypeClass(), error);
                broken.release();
              }
            });
  }

  /** What was seen last stays in force while there are no informers. */
  private void freeze() {
    look = seen().map(last -> new Look(last::objects, last.restores()));
  }

  private void sleep(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Stops watching; waits for at most 2 s. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
