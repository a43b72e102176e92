package io.lvsoperator.controller;

import io.lvsoperator.protocol.NodeMemory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which directors' machines are known to be gone, by what reads of their Nodes say. Everything is
 * measured by the uptime of this process, which does not jump.
 */
final class GoneDirectors {
  private final Map<String, Duration> absentSince = new HashMap<>();

  /** What a read of a Node says. */
  enum Sighting {
    /** The Node is there. */
    THERE,
    /** It has the taint by which the administrator says that its machine is off. */
    OUT_OF_SERVICE,
    /** It is not there. */
    ABSENT,
    /** Nothing: the API server did not answer, or refused. */
    UNKNOWN
  }

  /**
   * Notes a read.
   *
   * @param director the Node's name
   * @param asked when the read began
   * @param answered when it ended
   * @return whether the machine is gone
   */
  boolean seen(String director, Sighting sighting, Duration asked, Duration answered) {
    return switch (sighting) {
      case THERE -> {
        absentSince.remove(director);
        yield false;
      }
      case OUT_OF_SERVICE -> {
        absentSince.remove(director);
        yield true;
      }
      case ABSENT -> {
        Duration first = absentSince.computeIfAbsent(director, _ -> answered);
        yield asked.minus(first).compareTo(NodeMemory.CONFIRMED_AFTER) >= 0;
      }
      case UNKNOWN -> false;
    };
  }

  /** Forgets all but these directors. */
  void retain(Set<String> directors) {
    absentSince.keySet().retainAll(directors);
  }
}
