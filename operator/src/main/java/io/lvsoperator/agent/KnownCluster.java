package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.Intent;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.watch.Knowledge;
import io.lvsoperator.watch.RestoredReports;
import io.lvsoperator.watch.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
  Optional<List<HasMetadata>> raw(Optional<LvsNodeStatus> reported) {
    Optional<ClusterLink.Seen> seen = link.seen();
    live = seen.isPresent();
    seen.ifPresent(
        look -> {
          isFirstAfterRestore = look.restores() > restores;
          restores = look.restores();
        });
    return live ? seen.map(ClusterLink.Seen::objects) : fromDisk(reported);
  }

  /** {@return whether that was seen since this agent started} */
  boolean isLive() {
    return live;
  }

  /** {@return what was accepted when this node last knew} */
  LastAccepted lastAccepted() {
    return memory.saved().map(SavedCluster::lastAccepted).orElse(LastAccepted.NONE);
  }

  private Optional<List<HasMetadata>> fromDisk(Optional<LvsNodeStatus> reported) {
    if (!link.isAway()) {
      return Optional.empty();
    }
    if (!saidFromDisk && memory.saved().isPresent()) {
      LOG.warn("the API server is away: this node goes on from what it knew last, on its disk");
      saidFromDisk = true;
    }
    return memory.saved().map(s -> s.inThisBoot(facts, reported).objects());
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
    knowledge =
        knowledge.after(restored.in(raw, now), witness.testimony(), indispensable(raw), now);
    witness.ask(knowledge);
    Optional<String> text = knowledge.text(now);
    if (!text.equals(kept)) {
      text.ifPresentOrElse(LOG::warn, () -> LOG.info("nothing is kept any more that is not seen"));
    }
    kept = text;
    return knowledge.objects();
  }

  /**
   * The own Node, where nobody would take over: what stands here is all that there is. For the same
   * reason the only director of a group, with its report: it goes on, and its real servers must not
   * think that it has let them go.
   */
  private Predicate<HasMetadata> indispensable(List<HasMetadata> seen) {
    ClusterSnapshot others = ClusterObjects.snapshot(seen);
    Set<String> directors = onlyDirectors(others);
    return object -> {
      String name = object.getMetadata().getName();
      return object instanceof Node node
          ? directors.contains(name)
              || name.equals(facts.nodeName())
                  && isAlone(others, ClusterObjects.snapshot(List.of(node)))
          : object.getKind().equals(HasMetadata.getKind(LvsNode.class)) && directors.contains(name);
    };
  }

  /** The Nodes that are missed, and without which a group has no director. */
  private Set<String> onlyDirectors(ClusterSnapshot seen) {
    Set<String> names = seen.nodes().stream().map(ClusterNode::name).collect(Collectors.toSet());
    return ClusterObjects.snapshot(knowledge.objects()).nodes().stream()
        .filter(node -> !names.contains(node.name()))
        .filter(
            node ->
                seen.groups().stream()
                    .filter(group -> group.spec().selectsNode(node.labels()))
                    .anyMatch(
                        group ->
                            seen.nodes().stream()
                                .noneMatch(n -> group.spec().selectsNode(n.labels()))))
        .map(ClusterNode::name)
        .collect(Collectors.toSet());
  }

  private static boolean isAlone(ClusterSnapshot others, ClusterSnapshot own) {
    ClusterNode gone = own.nodes().getFirst();
    return others.groups().stream()
        .filter(group -> group.spec().selectsNode(gone.labels()))
        .noneMatch(
            group -> others.nodes().stream().anyMatch(n -> group.spec().selectsNode(n.labels())));
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
