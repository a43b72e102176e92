package io.lvsoperator.protocol.model;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is explored.
 *
 * @param rules which rules hold
 * @param directors how many there are
 * @param edits how often the service changes
 * @param faults how many there may be in all
 * @param kinds which faults there may be
 * @param director what a director without a disk remembers
 * @param node what a real server without a disk remembers
 */
record Setup(
    Rules rules,
    int directors,
    int edits,
    int faults,
    Set<Fault> kinds,
    DirectorSide director,
    NodeSide node) {

  Setup {
    kinds = Set.copyOf(kinds);
  }

  /** Faults that may come together: the product says that it does not cover a wiped disk then. */
  static Set<Fault> coveredFaults() {
    return EnumSet.complementOf(EnumSet.of(Fault.DIRECTOR_STATE_LOST, Fault.NODE_STATE_LOST));
  }

  /** {@return the model's own sides under these rules, with one director} */
  static Setup of(Rules rules, int edits, int faults, Set<Fault> kinds) {
    return plain(rules, 1, edits, faults, kinds);
  }

  /** {@return the model's own sides under all rules} */
  static Setup of(int directors, int faults, Set<Fault> kinds) {
    return plain(Rules.ALL, directors, 2, faults, kinds);
  }

  private static Setup plain(Rules rules, int directors, int edits, int faults, Set<Fault> kinds) {
    return new Setup(
        rules,
        directors,
        edits,
        faults,
        kinds,
        PlainDirector.nothing(rules),
        PlainNode.nothing(rules, directors));
  }

  /** {@return the world after one more fault; after the last one no backup is of use} */
  World afterFault(World world) {
    Cluster next = world.cluster().afterFault();
    return world.with(next.faults() == faults ? next.backup(Optional.empty()) : next);
  }

  /** {@return a number of requests that is never needed: whoever writes more writes for ever} */
  int mostRequests() {
    return 4 + 2 * (edits + faults);
  }

  boolean allows(World world, Fault fault) {
    return world.cluster().faults() < faults && kinds.contains(fault);
  }
}
