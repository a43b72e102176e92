package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the status on a thread of its own, so that a pass never waits for the API server. Only
 * the latest offer counts, and only one that differs from what the API server has is written.
 */
final class StatusWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

  private final OwnLvsNode own;
  private final Contact contact;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Daemons.named("status"));
  private final AtomicReference<Offer> next = new AtomicReference<>();
  private volatile Optional<Written> written = Optional.empty();
  private boolean failing;

  /** What shall stand there, and what the informer saw there. */
  private record Offer(LvsNodeStatus status, Optional<LvsNode> seen) {}

  /** What was written, and what the informer had seen by then: it may not have caught up since. */
  private record Written(LvsNodeStatus status, String seenVersion) {
    boolean isIn(LvsNode node) {
      return node.reported().byAgent().equals(status);
    }
  }

  StatusWriter(OwnLvsNode own, Contact contact) {
    this.own = own;
    this.contact = contact;
  }

  /**
   * Offers a status. Never blocks.
   *
   * @param status what shall stand there
   * @param seen the own LvsNode as the informer has it; empty where it is not there
   */
  void offer(LvsNodeStatus status, Optional<LvsNode> seen) {
    if (next.getAndSet(new Offer(status, seen)) == null) {
      try {
        executor.execute(this::publish);
      } catch (RejectedExecutionException e) {
        LOG.debug("the agent ends: this status is not published");
      }
    }
  }

  /**
   * {@return the own LvsNode as it was written last, where the informer has not caught up with it}
   *
   * @param seen the own LvsNode as the informer has it
   */
  Optional<LvsNode> unseen(Optional<LvsNode> seen) {
    return written
        .filter(w -> w.seenVersion().equals(version(seen)))
        .filter(w -> seen.filter(node -> w.isIn(node)).isEmpty())
        .map(w -> own.with(w.status()));
  }

  private void publish() {
    Offer offer = next.getAndSet(null);
    if (!isNeeded(offer)) {
      contact.note(Contact.Ability.REPORT, true); // what could not be written is not true any more
      return;
    }
    try {
      if (offer.seen().isEmpty()) {
        own.ensure();
      }
      own.write(offer.status());
      written = Optional.of(new Written(offer.status(), version(offer.seen())));
      if (failing) {
        LOG.info("status of LvsNode {} published again", own.name());
      }
      failing = false;
      contact.note(Contact.Ability.REPORT, true);
    } catch (RuntimeException e) { // the next pass offers it again
      if (!failing) {
        LOG.warn(
            "cannot publish the status of LvsNode {}, tried again: {}", own.name(), Reason.of(e));
      }
      failing = true;
      contact.note(Contact.Ability.REPORT, false);
      written = Optional.empty();
    }
  }

  private boolean isNeeded(Offer offer) {
    boolean informerIsBehind =
        written.filter(w -> w.seenVersion().equals(version(offer.seen()))).isPresent();
    return informerIsBehind
        ? !written.get().status().equals(offer.status())
        : offer.seen().filter(node -> node.reported().byAgent().equals(offer.status())).isEmpty();
  }

  private static String version(Optional<LvsNode> seen) {
    return seen.map(node -> node.getMetadata().getResourceVersion()).orElse("");
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
