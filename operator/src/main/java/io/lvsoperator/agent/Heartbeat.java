package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lvsoperator.watch.StoreRevision;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the Lease by which the controller knows that this agent is alive, on a thread of its own:
 * no pass waits for it. The Lease goes with the Node.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Where the Leases are, each named like its Node; nothing else is there. */
  static final String NAMESPACE = "lvs-node-lease";

  /** For whoever reads the Lease; the controller has its own patience. */
  private static final int DURATION_SECONDS = 40;

  private static final Duration NOT_YET = Duration.ofSeconds(1);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(OwnLvsNode.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String node;
  private final Supplier<Optional<List<HasMetadata>>> objects;
  private final BooleanSupplier alive;
  private final Duration interval;
  private final Clock clock;
  private final StoreRevision revision;
  private final Thread thread;
  private volatile boolean closing;
  private String trouble = "";

  /**
   * Makes one that does not beat yet.
   *
   * @param client speaks to the API server
   * @param node the Node's name
   * @param objects the cluster as it was seen last; the Node among them owns the Lease
   * @param alive whether there is anything to tell: an agent that hangs, or has no eyes, is not to
   *     look alive
   * @param interval how often, give or take a fifth
   * @param clock the time that is written; nobody compares it with another clock
   * @param revision is told of each renewal
   */
  Heartbeat(
      KubernetesClient client,
      String node,
      Supplier<Optional<List<HasMetadata>>> objects,
      BooleanSupplier alive,
      Duration interval,
      Clock clock,
      StoreRevision revision) {
    this.revision = revision;
    this.client = client;
    this.node = node;
    this.objects = objects;
    this.alive = alive;
    this.interval = interval;
    this.clock = clock;
    this.thread = Daemons.named("heartbeat").newThread(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        Optional<Node> own = ownNode();
        if (own.isPresent() && alive.getAsBoolean()) {
          renew(own.get());
        }
        TimeUnit.MILLISECONDS.sleep((own.isPresent() ? jittered() : NOT_YET).toMillis());
      }
    } catch (InterruptedException e) {
      LOG.debug("the heartbeat was told to end");
    }
  }

  private void renew(Node own) {
    try {
      Lease renewed = client.resource(lease(own)).inNamespace(NAMESPACE).patch(APPLY);
      revision.seen(renewed.getMetadata().getResourceVersion());
      if (!trouble.isEmpty()) {
        LOG.info("Lease {}/{} renewed again", NAMESPACE, node);
      }
      trouble = "";
    } catch (RuntimeException e) { // the next beat tries again
      String reason = Reason.of(e);
      if (!trouble.equals(reason)) {
        LOG.warn("cannot renew the Lease {}/{}, tried again: {}", NAMESPACE, node, reason);
      }
      trouble = reason;
    }
  }

  private Lease lease(Node own) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(node)
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("Node")
        .withName(node)
        .withUid(own.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(node)
        .withLeaseDurationSeconds(DURATION_SECONDS)
        .withRenewTime(clock.instant().atZone(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private Optional<Node> ownNode() {
    return objects.get().stream()
        .flatMap(List::stream)
        .filter(Node.class::isInstance)
        .map(Node.class::cast)
        .filter(found -> found.getMetadata().getName().equals(node))
        .findFirst();
  }

  /** A fifth less or more: agents that were started together do not beat together for ever. */
  private Duration jittered() {
    long millis = interval.toMillis();
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(millis - millis / 5, millis + millis / 5 + 1));
  }

  /** Ends; the Lease stays, so that an agent that is soon back was never silent. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
