package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ForwardingRequests that concern an agent, as it knows them: as its watch has brought them,
 * and until that brings another version of one, as it has written it itself.
 */
final class Mailbox {
  private static final String KIND = "ForwardingRequest/";

  private final String node;
  private final Map<String, Written> written = new HashMap<>();
  private Map<String, HasMetadata> seen = Map.of();
  private Instant now = Instant.EPOCH;

  /**
   * What it has written.
   *
   * @param before the object as its watch had it then; null where it was not there
   * @param after the object as it was written; null where it was deleted
   * @param at when: an object that was deleted before the watch saw it never comes
   */
  private record Written(HasMetadata before, ForwardingRequest after, Instant at) {}

  Mailbox(String node) {
    this.node = node;
  }

  /** {@return the key of the object between a director and a node} */
  static String key(String director, String node) {
    return KIND + director + "." + node;
  }

  static boolean is(String key) {
    return key.startsWith(KIND);
  }

  /** A new process, which lists everything. */
  void restart() {
    written.clear();
  }

  /** Takes what its watch has brought: all objects, of which few concern it. */
  void look(Map<String, HasMetadata> visible, Instant now) {
    this.now = now;
    Map<String, HasMetadata> mine = new HashMap<>();
    visible.forEach(
        (key, object) -> {
          if (is(key) && concerns((ForwardingRequest) object)) {
            mine.put(key, object);
          }
        });
    seen = mine;
    written
        .entrySet()
        .removeIf(
            e ->
                seen.get(e.getKey()) != e.getValue().before()
                    || !now.isBefore(e.getValue().at().plusSeconds(30)));
  }

  private boolean concerns(ForwardingRequest request) {
    return request.getSpec().director().equals(node) || request.getSpec().node().equals(node);
  }

  /** {@return the object as it is known to stand} */
  Optional<ForwardingRequest> standing(String key) {
    Written last = written.get(key);
    return last != null
        ? Optional.ofNullable(last.after())
        : Optional.ofNullable((ForwardingRequest) seen.get(key));
  }

  /** {@return all of them as they are known to stand} */
  List<Stored> standing() {
    List<Stored> all = new ArrayList<>();
    Map<String, HasMetadata> known = new HashMap<>(seen);
    written.forEach(
        (key, last) -> {
          if (last.after() == null) {
            known.remove(key);
          } else {
            known.put(key, last.after());
          }
        });
    known.values().forEach(o -> ClusterObjects.forwardingRequest(o).ifPresent(all::add));
    return all;
  }

  /** It has written this, or deleted it where it is null. */
  void wrote(String key, ForwardingRequest after) {
    written.put(key, new Written(seen.get(key), after, now));
  }
}
