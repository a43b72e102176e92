package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.Intent;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.watch.Knowledge;
import io.lvsoperator.watch.RestoredReports;
import io.lvsoperator.watch.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as a pass shall take it: what is seen, with what is not proven to be gone; or, while
 * nothing was seen since the start and the API server is away, what was known last.
 */
final class KnownCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KnownCluster.class);

  private final ClusterLink link;
  private final Witness witness;
  private final IntentMemory memory;
  private final NodeFacts facts;
  private final boolean stood;
  private Knowledge knowledge = Knowledge.NOTHING;
  private RestoredReports restored = RestoredReports.NONE;
  private int restores;
  private boolean isFirstAfterRestore;
  private boolean live;
  private boolean saidFromDisk;
  private Optional<String> kept = Optional.empty();

  /**
   * Makes one that has not looked yet.
   *
   * @param stood whether something of ours stood in the kernel when the agent started
   */
  KnownCluster(
      ClusterLink link, Witness witness, IntentMemory memory, NodeFacts facts, boolean stood) {
    this.stood = stood;
    this.link = link;
    this.witness = witness;
    this.memory = memory;
    this.facts = facts;
  }

  /** {@return the UID of the cluster that these objects are of, where they tell} */
  static Optional<String> uid(List<HasMetadata> objects) {
    return objects.stream()
        .filter(object -> object instanceof Namespace)
        .map(HasMetadata::getMetadata)
        .filter(meta -> meta.getName().equals("kube-system"))
        .map(meta -> meta.getUid())
        .findFirst();
  }

  /** {@return what is seen, or else known from before; empty where there is neither} */
  Optional<List<HasMetadata>> raw() {
    Optional<ClusterLink.Seen> seen = link.seen();
    live = seen.isPresent();
    seen.ifPresent(
        look -> {
          isFirstAfterRestore = look.restores() > restores;
          restores = look.restores();
        });
    return live ? seen.map(ClusterLink.Seen::objects) : fromDisk();
  }

  /** {@return whether that was seen since this agent started} */
  boolean isLive() {
    return live;
  }

  /** {@return what was accepted when this node last knew} */
  LastAccepted lastAccepted() {
    return memory.saved().map(SavedCluster::lastAccepted).orElse(LastAccepted.NONE);
  }

  private Optional<List<HasMetadata>> fromDisk() {
    if (!link.isAway()) {
      return Optional.empty();
    }
    if (!saidFromDisk && memory.saved().isPresent()) {
      LOG.warn("the API server is away: this node goes on from what it knew last, on its disk");
      saidFromDisk = true;
    }
    return memory.saved().map(SavedCluster::objects);
  }

  /**
   * {@return what counts} What comes from the disk counts as it is.
   *
   * @param raw of the same cluster as before
   */
  List<HasMetadata> counting(List<HasMetadata> raw, Instant now) {
    if (!live) {
      return raw;
    }
    if (knowledge.objects().isEmpty()) {
      // Where nothing stands, nothing is to be kept: what is gone is not put up again.
      knowledge =
          memory
              .saved()
              .filter(_ -> stood || saidFromDisk)
              .filter(s -> uid(s.objects()).isPresent() && uid(s.objects()).equals(uid(raw)))
              .map(s -> Knowledge.of(s.objects()))
              .orElse(Knowledge.NOTHING);
    }
    if (isFirstAfterRestore) {
      restored = RestoredReports.of(knowledge.objects(), raw, now);
    }
    Indispensable indispensable = new Indispensable(facts.nodeName(), knowledge.objects(), raw);
    knowledge =
        knowledge.after(restored.in(raw, now), witness.testimony(), indispensable::test, now);
    witness.ask(knowledge);
    Optional<String> text = knowledge.text(now);
    if (!text.equals(kept)) {
      text.ifPresentOrElse(LOG::warn, () -> LOG.info("nothing is kept any more that is not seen"));
    }
    kept = text;
    return knowledge.objects();
  }

  /** {@return what is not as it should be} */
  Optional<Doubt> doubt() {
    return kept.map(text -> new Doubt(ConditionReasons.HELD_BACK, text))
        .or(
            () ->
                memory
                    .trouble()
                    .map(why -> new Doubt(ConditionReasons.SAVED_INTENT_UNUSABLE, why)));
  }

  /** {@return the Node for which this machine worked before, where it was another} */
  Optional<String> otherNode() {
    return memory.otherNode();
  }

  /** Keeps what a pass used, if it saw the cluster. */
  void remember(List<HasMetadata> objects, LastAccepted lastAccepted, Intent intent, Instant now) {
    if (live) {
      SavedCluster used = new SavedCluster(objects, lastAccepted);
      memory.offer(used, uid(objects).orElse(""), intent, now);
    }
  }

  @Override
  public void close() {
    link.close();
    witness.close();
    memory.close();
  }
}
