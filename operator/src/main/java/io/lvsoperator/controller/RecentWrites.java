package io.lvsoperator.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What was written and has not come back by the informers yet. Without it the next pass would write
 * it again, with a later {@code lastTransitionTime} and a second Event. Somebody who puts the old
 * status back just then looks the same: so a write counts only for a while, and until it has come
 * back there must be another pass. Used by one thread.
 */
final class RecentWrites {
  /** A watch that takes longer is broken, and what it shows then counts again. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Map<String, Write> writes = new HashMap<>();

  private record Write(Object seen, Object written, Instant at) {}

  /**
   * {@return the status that is published as far as we know}
   *
   * @param uid the object's uid
   * @param cached the status that the informer has
   */
  @SuppressWarnings("unchecked") // one object's statuses are all of one type
  <T> T published(String uid, T cached, Instant now) {
    Write write = writes.get(uid);
    if (write == null) {
      return cached;
    }
    if (!write.seen().equals(cached) || write.at().plus(LONGEST).isBefore(now)) {
      writes.remove(uid);
      return cached;
    }
    return (T) write.written();
  }

  /** {@return whether something has not come back yet} */
  boolean isWaiting(Instant now) {
    forget(now);
    return !writes.isEmpty();
  }

  /** Notes that this was written. */
  void wrote(Publication publication, Instant now) {
    forget(now);
    writes.merge(
        publication.uid(),
        new Write(publication.before(), publication.after(), now),
        (old, write) -> new Write(old.seen(), write.written(), now));
  }

  /** Also of objects that were deleted since. */
  private void forget(Instant now) {
    writes.values().removeIf(old -> old.at().plus(LONGEST).isBefore(now));
  }
}
