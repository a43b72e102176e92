package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.watch.Knowledge;
import io.lvsoperator.watch.Testimony;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What counts for an agent of a {@link Datacenter} beside what it sees: objects whose absence
 * nobody has proven yet. What it knew is on a disk, and what it was told is not.
 */
final class Recollection {
  private final String node;
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Testimony.Definition> definitions = new HashMap<>();
  private final Map<String, Testimony.Listing> listings = new HashMap<>();
  private Knowledge knowledge = Knowledge.NOTHING;

  /** Whom an agent asks, beside its watches. */
  interface ApiServer {
    boolean defines(String kind);

    /** {@return the UIDs of all objects of a kind that are there now} */
    Set<String> uids(String kind);
  }

  Recollection(String node) {
    this.node = node;
  }

  /** A new process: where nothing of ours stands, nothing is to be kept. */
  void restart(boolean stands) {
    knowledge = stands ? Knowledge.of(knowledge.objects()) : Knowledge.NOTHING;
    deleted.clear();
    definitions.clear();
    listings.clear();
  }

  /** A watch has told of a deletion. */
  void hears(HasMetadata gone) {
    deleted.add(gone.getMetadata().getUid());
  }

  /** {@return whether something counts that is not seen} */
  boolean isInDoubt() {
    return !knowledge.missing().isEmpty();
  }

  /** {@return what counts, by key} Asks what it is in doubt about: the next look knows it. */
  Map<String, HasMetadata> counting(
      Collection<HasMetadata> seen, Instant now, ApiServer apiServer) {
    Indispensable indispensable = new Indispensable(node, knowledge.objects(), List.copyOf(seen));
    knowledge =
        knowledge.after(
            seen, new Testimony(deleted, definitions, listings), indispensable::test, now);
    for (String kind : knowledge.undefined()) {
      definitions.put(kind, new Testimony.Definition(apiServer.defines(kind), now));
    }
    for (String kind : knowledge.unconfirmed(now)) {
      listings.put(kind, new Testimony.Listing(apiServer.uids(kind), now));
    }
    Map<String, HasMetadata> counting = new TreeMap<>();
    knowledge
        .objects()
        .forEach(o -> counting.put(o.getKind() + "/" + o.getMetadata().getName(), o));
    return counting;
  }
}
