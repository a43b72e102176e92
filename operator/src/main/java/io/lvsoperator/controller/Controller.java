package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.lvsoperator.watch.StoreRevision;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller: watches the cluster and publishes conditions and Events. It waits for the API
 * server and for the definitions, however long that takes, at the start and later.
 */
public final class Controller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_SYNC = Duration.ofSeconds(60);
  private static final Duration LONGEST_PASS = Duration.ofMinutes(5);
  private static final Duration RESYNC = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final MeterRegistry registry;
  private final Clock clock;
  private final ControllerMetrics metrics;
  private final Pass pass;
  private final Leases leases;
  private final RequestCleanup cleanup;
  private final Thread thread;
  private final Semaphore broken = new Semaphore(0);
  private volatile Optional<ClusterReconciler> reconciler = Optional.empty();
  private volatile Instant passBegan = Instant.MAX;
  private volatile boolean passed;
  private volatile boolean closing;

  /**
   * A controller that does nothing yet.
   *
   * @param client speaks to the API server; not closed by the controller
   * @param registry takes the metrics
   * @param clock the time of conditions and Events
   * @param instance the name of this process in Events, such as the pod's
   */
  public Controller(KubernetesClient client, MeterRegistry registry, Clock clock, String instance) {
    this(client, registry, clock, instance, Controller::uptime, Intervals.NORMAL);
  }

  /**
   * How often is looked.
   *
   * @param leases at the agents' Leases
   * @param requests for requests of directors that are gone
   */
  record Intervals(Duration leases, Duration requests) {
    static final Intervals NORMAL = new Intervals(Leases.INTERVAL, RequestCleanup.INTERVAL);
  }

  /** With another measure of time for what agents' Leases and directors' Nodes say. */
  Controller(
      KubernetesClient client,
      MeterRegistry registry,
      Clock clock,
      String instance,
      Supplier<Duration> uptime,
      Intervals intervals) {
    this.client = client;
    this.registry = registry;
    this.clock = clock;
    this.metrics = new ControllerMetrics(registry);
    this.leases =
        new Leases(
            client, uptime, intervals.leases(), this::ask, new StoreRevision(this::beginAnew));
    this.cleanup = new RequestCleanup(client, this::requests, uptime, intervals.requests());
    this.pass = new Pass(new ClusterWriter(client, instance), metrics, clock, leases::words);
    this.thread = Thread.ofPlatform().name("lvs-controller").daemon().unstarted(this::run);
  }

  /** Begins to watch, and returns at once. */
  public void start() {
    thread.start();
    leases.start();
    cleanup.start();
  }

  /** Steady: setting the clock makes nobody silent. */
  private static Duration uptime() {
    return Duration.ofNanos(System.nanoTime());
  }

  /** The cluster was restored: what watches wait for may never come. */
  private void beginAnew() {
    LOG.warn("the cluster's store went back, as it does when a backup is restored");
    broken.release();
  }

  /** None while the informers have not synced: what is not known is not deleted. */
  private List<GenericKubernetesResource> requests() {
    return reconciler.map(ClusterReconciler::requests).orElse(List.of());
  }

  private void ask() {
    reconciler.ifPresent(ClusterReconciler::ask);
  }

  /** {@return whether the first pass over the whole cluster is done} */
  public boolean ready() {
    return passed;
  }

  /** {@return whether it still works; the absence of the API server does not count against it} */
  public boolean alive() {
    return !closing
        && thread.isAlive()
        && (passBegan.equals(Instant.MAX)
            || clock.instant().isBefore(passBegan.plus(LONGEST_PASS)));
  }

  /** Waits until it has been closed. */
  public void awaitEnd() throws InterruptedException {
    thread.join();
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
            "the cluster at {} can't be watched, tried again in {} s: {}",
            client.getMasterUrl(),
            pause.toSeconds(),
            reason(e));
        LOG.debug("in full", e);
        pause = wait(pause);
      }
    }
  }

  /** Runs one operator until one of its informers gives up. */
  private void watch() throws InterruptedException {
    broken.drainPermits();
    Operator operator = new Operator(this::configure);
    try {
      ClusterReconciler fresh = new ClusterReconciler(client, this::pass);
      operator.register(
          fresh,
          override ->
              override
                  .withLabelSelector("kubernetes.io/metadata.name=" + ClusterReconciler.PRIMARY)
                  .withReconciliationMaxInterval(RESYNC)
                  .withRateLimiter(new LinearRateLimiter(Duration.ofMillis(400), 2))
                  .withRetry(
                      new GenericRetry()
                          .setInitialInterval(1000)
                          .setMaxInterval(30_000)
                          .withoutMaxAttempts()));
      operator.start();
      reconciler = Optional.of(fresh);
      LOG.info("all informers have synced");
      broken.acquire();
      LOG.warn("all informers are started anew");
    } finally {
      reconciler = Optional.empty();
      operator.stop();
    }
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
        .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
        // The default ends the process.
        .withInformerStoppedHandler(
            (informer, error) -> {
              if (error != null) {
                LOG.warn(
                    "the informer of {} gave up: {}", informer.getApiTypeClass(), reason(error));
                broken.release();
              }
            });
  }

  private boolean pass(List<HasMetadata> objects) {
    passBegan = clock.instant();
    try {
      boolean complete = metrics.pass(() -> pass.run(objects));
      passed = true;
      return complete;
    } finally {
      passBegan = Instant.MAX;
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == e ? e.getMessage() : e.getMessage() + " (" + cause + ")";
  }

  private Duration wait(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      closing = true;
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /** Stops after the current pass; waits for at most 10 s. */
  @Override
  public void close() {
    closing = true;
    leases.close();
    cleanup.close();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
