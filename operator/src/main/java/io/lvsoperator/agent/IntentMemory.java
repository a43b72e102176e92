package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalException;
import io.lvsoperator.model.Intent;
import io.lvsoperator.translate.LastAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code intent.json} when the agent starts, and keeps it up to date. What this node shall do
 * is written at once when it changes; what only the others report, every minute. Writing waits for
 * a disk, so that it has a thread of its own.
 */
final class IntentMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntentMemory.class);
  private static final Duration PAUSE = Duration.ofSeconds(60);

  private final IntentFile file;
  private final NodeFacts facts;
  private final KubernetesSerialization serialization;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Daemons.named("intent"));
  private final Optional<SavedCluster> saved;
  private final Optional<String> ignored;
  private final Optional<IntentFile.Header> foreign;
  private volatile Optional<String> failure = Optional.empty();
  private String written = "";
  private Optional<Key> offered = Optional.empty();
  private Instant due = Instant.MIN;

  /** What is written at once when it changes. */
  private record Key(Intent intent, LastAccepted lastAccepted) {}

  /**
   * Reads the file.
   *
   * @param cluster the cluster of which the journal speaks, if it knows one
   */
  IntentMemory(
      IntentFile file,
      NodeFacts facts,
      Optional<String> cluster,
      KubernetesSerialization serialization) {
    this.file = file;
    this.facts = facts;
    this.serialization = serialization;
    IntentFile.Found found = file.read(facts.machineId(), facts.nodeName());
    Optional<SavedCluster> read = Optional.empty();
    Optional<String> why = Optional.empty();
    Optional<IntentFile.Header> other = Optional.empty();
    switch (found) {
      case IntentFile.Found.Nothing _ -> {}
      case IntentFile.Found.Unusable unusable -> {
        why = Optional.of(unusable.why());
        other = unusable.header();
      }
      case IntentFile.Found.Saved(IntentFile.Header header, String content) -> {
        if (cluster.filter(c -> !header.cluster().equals(c)).isPresent()) {
          why = Optional.of("it was written for another cluster than the journal");
        } else {
          try {
            read = Optional.of(SavedCluster.parse(content, serialization));
          } catch (IllegalArgumentException e) {
            why = Optional.of(e.getMessage());
          }
        }
      }
    }
    saved = read;
    ignored = why;
    foreign = other;
    ignored.ifPresent(reason -> LOG.warn("{} is ignored: {}", file.path(), reason));
  }

  /** {@return what this node knew last, if the file could be used} */
  Optional<SavedCluster> saved() {
    return saved;
  }

  /** {@return the Node for which this machine worked before, where it was another} */
  Optional<String> otherNode() {
    return foreign
        .filter(header -> header.machine().equals(facts.machineId()))
        .map(IntentFile.Header::node)
        .filter(node -> !node.equals(facts.nodeName()));
  }

  /** {@return what is wrong with the file, for people} */
  Optional<String> trouble() {
    return failure.or(() -> ignored.map(why -> file.path() + " was ignored at the start: " + why));
  }

  /**
   * Offers what a pass used, which saw the whole cluster. Never blocks.
   *
   * @param cluster what it used
   * @param uid the cluster's
   * @param intent what this node shall do
   */
  void offer(SavedCluster cluster, String uid, Intent intent, Instant now) {
    Optional<Key> key = Optional.of(new Key(intent, cluster.lastAccepted()));
    if (key.equals(offered) && now.isBefore(due)) {
      return;
    }
    offered = key;
    due = now.plus(PAUSE);
    try {
      executor.execute(() -> write(cluster, uid));
    } catch (RejectedExecutionException e) {
      LOG.debug("the agent ends: the last intent is not written");
    }
  }

  private void write(SavedCluster cluster, String uid) {
    try {
      String text = cluster.text(serialization);
      if (!text.equals(written)) {
        file.write(new IntentFile.Header(uid, facts.machineId(), facts.nodeName()), text);
        written = text;
      }
      failure = Optional.empty();
    } catch (JournalException | IllegalArgumentException e) { // the next offer is another try
      if (failure.isEmpty()) {
        LOG.warn("a boot without the API server would know nothing new: {}", e.getMessage());
      }
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
