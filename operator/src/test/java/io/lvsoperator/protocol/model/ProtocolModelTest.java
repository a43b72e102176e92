package io.lvsoperator.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Explores all that can happen between a director and a real server. {@code -Dprotocol.faults=2}
 * lets two faults come together, {@code -Dprotocol.directors=2} has two directors: some ten million
 * states and minutes each, with {@code -DargLine=-Xmx5g}.
 */
class ProtocolModelTest {

  private static final int MOST_STATES = 60_000_000;

  @Test
  void isSafeAndLiveWhateverGoesWrong() {
    int faults = Integer.getInteger("protocol.faults", 1);
    int directors = Integer.getInteger("protocol.directors", 1);
    explore(Setup.of(directors, faults, Setup.coveredFaults()));
  }

  @Test
  void isSafeAndLiveWhenADiskIsWiped() {
    Set<Fault> wiped = EnumSet.of(Fault.DIRECTOR_STATE_LOST, Fault.NODE_STATE_LOST);
    explore(Setup.of(1, 1, wiped));
  }

  @Test
  void isSafeAndLiveThroughManyEdits() {
    explore(Setup.of(Rules.ALL, 5, 0, Set.of()));
  }

  private static void explore(Setup setup) {
    Explorer.Outcome outcome = new Explorer(setup, MOST_STATES).explore();
    System.out.printf(
        "protocol: %d director(s), %d edits, %d fault(s) of %d kinds: %s%n",
        setup.directors(), setup.edits(), setup.faults(), setup.kinds().size(), outcome);
    assertThat(outcome.holds()).as(outcome.toString()).isTrue();
  }
}
