package io.lvsoperator.cli;

import io.lvsoperator.journal.StateLock;
import io.lvsoperator.linux.NamespaceLock;
import java.nio.file.Path;
import java.util.Optional;

/** One agent per state directory and per network namespace. */
final class NodeLock implements AutoCloseable {
  private static final String PURPOSE = "agent";

  private final StateLock state;
  private final NamespaceLock namespace;

  private NodeLock(StateLock state, NamespaceLock namespace) {
    this.state = state;
    this.namespace = namespace;
  }

  /**
   * Tries to take both locks.
   *
   * @param directory the state directory
   * @param holder what others shall read about us
   */
  static Patience.Try<NodeLock> tryTake(Path directory, String holder) {
    return switch (StateLock.tryTake(directory, holder)) {
      case StateLock.Attempt.Held(String other) ->
          new Patience.Try.NotYet<>(
              "the state directory %s is held by the %s".formatted(directory, other));
      case StateLock.Attempt.Taken(StateLock state) -> withNamespace(state);
    };
  }

  private static Patience.Try<NodeLock> withNamespace(StateLock state) {
    boolean taken = false;
    try {
      Optional<NamespaceLock> namespace = NamespaceLock.tryAcquire(PURPOSE);
      taken = namespace.isPresent();
      return namespace
          .<Patience.Try<NodeLock>>map(n -> new Patience.Try.Done<>(new NodeLock(state, n)))
          .orElseGet(() -> new Patience.Try.NotYet<>(heldNamespace()));
    } finally {
      if (!taken) {
        state.close();
      }
    }
  }

  private static String heldNamespace() {
    return "this network namespace is held by another agent, "
        + NamespaceLock.holder(PURPOSE)
            .filter(pid -> pid != 0)
            .map(pid -> "process " + pid)
            .orElse("whose process cannot be seen from here")
        + ", with another state directory";
  }

  /** {@return how a process names itself to those who come second} */
  static String holder(String who) {
    return "%s, process %d".formatted(who, ProcessHandle.current().pid());
  }

  /** Gives both up and deletes the file of the lock. */
  void delete() {
    namespace.close();
    state.delete();
  }

  @Override
  public void close() {
    namespace.close();
    state.close();
  }
}
