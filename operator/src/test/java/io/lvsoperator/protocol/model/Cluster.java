package io.lvsoperator.protocol.model;

import java.util.List;
import java.util.Optional;

/**
 * What is common: the objects of others, and what has been used up.
 *
 * @param wanted which attachment the service needs now; empty where there is no service
 * @param edits how often that has changed
 * @param faults how many there have been
 * @param nodeBoot the boot id of the real server that its kubelet has written
 * @param backup of the API server's store
 * @param unseenLost whether an object was lost that its director did not know of
 */
record Cluster(
    Optional<Version> wanted,
    int edits,
    int faults,
    int nodeBoot,
    Optional<Backup> backup,
    boolean unseenLost) {

  static final Cluster FIRST = new Cluster(Optional.empty(), 0, 0, 1, Optional.empty(), false);

  /**
   * A backup of the store.
   *
   * @param objects the directors' objects
   * @param nodeBoot the boot id in the real server's Node
   */
  record Backup(List<Stored> objects, int nodeBoot) {
    /** Copies the list. */
    Backup {
      objects = List.copyOf(objects);
    }
  }

  Cluster wanting(Optional<Version> next) {
    return new Cluster(next, edits + 1, faults, nodeBoot, backup, unseenLost);
  }

  Cluster afterFault() {
    return new Cluster(wanted, edits, faults + 1, nodeBoot, backup, unseenLost);
  }

  Cluster nodeBoot(int next) {
    return new Cluster(wanted, edits, faults, next, backup, unseenLost);
  }

  Cluster backup(Optional<Backup> next) {
    return new Cluster(wanted, edits, faults, nodeBoot, next, unseenLost);
  }

  /** {@return this after the objects of directors became others by no agent's doing} */
  Cluster losing(Seat seat, Stored next) {
    boolean isUnseen =
        seat.object().exists()
            && !next.exists()
            && !seat.object().spec().equals(seat.disk().request());
    return isUnseen ? new Cluster(wanted, edits, faults, nodeBoot, backup, true) : this;
  }

  @Override
  public String toString() {
    return "the Node tells boot " + nodeBoot;
  }
}
