package io.lvsoperator.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.protocol.DirectorMemory;
import io.lvsoperator.protocol.NodeMemory;
import org.junit.jupiter.api.Test;

/**
 * Explores the code that ships, {@link DirectorMemory} and {@link NodeMemory}, in the world of the
 * model: one director, one fault ({@code -Dprotocol.faults=2} lets two come together).
 */
class ProductProtocolTest {

  private static final int MOST_STATES = 60_000_000;

  @Test
  void isSafeAndLiveWhateverGoesWrong() {
    Setup setup =
        new Setup(
            Rules.ALL,
            1,
            2,
            Integer.getInteger("protocol.faults", 1),
            Setup.coveredFaults(),
            new ProductDirector(DirectorMemory.NOTHING),
            new ProductNode(NodeMemory.NOTHING));
    Explorer.Outcome outcome = new Explorer(setup, MOST_STATES).explore();
    System.out.printf("protocol: the product's code, %d fault(s): %s%n", setup.faults(), outcome);
    assertThat(outcome.holds()).as(outcome.toString()).isTrue();
  }
}
