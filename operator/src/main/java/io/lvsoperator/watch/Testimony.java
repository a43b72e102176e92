package io.lvsoperator.watch;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the API server said about objects that are not seen any more.
 *
 * @param deleted the UIDs of objects whose deletion it reported; not of those that were only
 *     missing from a list
 * @param definitions by kind: whether the CRD stands, as it was asked for last
 * @param listings by kind: the UIDs of a complete list, the latest
 */
public record Testimony(
    Set<String> deleted, Map<String, Definition> definitions, Map<String, Listing> listings) {
  /** Nobody said anything. */
  public static final Testimony NONE = new Testimony(Set.of(), Map.of(), Map.of());

  /** Copies the collections. */
  public Testimony {
    deleted = Set.copyOf(deleted);
    definitions = Map.copyOf(definitions);
    listings = Map.copyOf(listings);
  }

  /**
   * Whether a kind is defined.
   *
   * @param established whether its CRD is there, established and not being deleted
   * @param asked when the question was sent
   */
  public record Definition(boolean established, Instant asked) {}

  /**
   * A complete list of a kind.
   *
   * @param uids who is there
   * @param begun when it was asked for
   */
  public record Listing(Set<String> uids, Instant begun) {
    /** Copies the set. */
    public Listing {
      uids = Set.copyOf(uids);
    }
  }
}
