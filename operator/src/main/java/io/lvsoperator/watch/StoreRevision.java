package io.lvsoperator.watch;

import java.util.OptionalLong;

/**
 * The revision of the cluster's store, as answers tell it. It only ever grows, unless the cluster
 * is restored from a backup. A watch from before that waits in silence for revisions that are long
 * to come: whoever watches has to begin anew.
 */
public final class StoreRevision {
  private final Runnable wentBack;
  private OptionalLong last = OptionalLong.empty();

  /** Makes one that has seen nothing; it is told when the store went back. */
  public StoreRevision(Runnable wentBack) {
    this.wentBack = wentBack;
  }

  /**
   * Notes an answer that the API server did not take from a cache.
   *
   * @param resourceVersion of a list, or of what was just written
   */
  public void seen(String resourceVersion) {
    OptionalLong now = parse(resourceVersion);
    if (now.isPresent()) {
      boolean back = last.isPresent() && now.getAsLong() < last.getAsLong();
      last = now;
      if (back) {
        wentBack.run();
      }
    }
  }

  private static OptionalLong parse(String resourceVersion) {
    try {
      return OptionalLong.of(Long.parseLong(resourceVersion));
    } catch (NumberFormatException opaque) { // another store than etcd may have others
      return OptionalLong.empty();
    }
  }
}
