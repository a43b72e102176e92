package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.plan.Desired;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agent dies at every point of a pass: before and after each write of the journal and each
 * change of the kernel, also between two of one batch. The next one starts from what stands and
 * what is on disk.
 */
class CutPassTest {
  private static final List<Intent> INTENTS = Cluster.intents();

  @TempDir Path directory;

  /** The process dies here. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies after so many steps: each run has four places to die at, and one after each change. */
  private static final class MortalJournal implements Journal {
    private final Journal journal;
    private int stepsLeft;

    MortalJournal(Journal journal, int steps) {
      this.journal = journal;
      this.stepsLeft = steps;
    }

    private void step() {
      if (stepsLeft-- == 0) {
        throw new Death();
      }
    }

    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      step();
      journal.before(changes);
      step();
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      step();
      journal.after(done, refused);
      step();
    }
  }

  static IntStream pairs() {
    return IntStream.range(0, INTENTS.size() * INTENTS.size());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theNextPassConvergesAndDeletesNothingThatIsWanted(int pair) {
    Intent from = INTENTS.get(pair / INTENTS.size());
    Intent to = INTENTS.get(pair % INTENTS.size());
    NodeState uncut = new NodeState(directory.resolve("uncut"));
    String start = uncut.kernel.dump();
    uncut.settle(to);
    for (int steps = 0; steps < 400; steps++) {
      NodeState node = new NodeState(directory.resolve("cut-" + steps));
      node.settle(from);
      boolean died = passDies(node, to, steps);
      node.restart();
      PassResult next = node.pass(to);
      assertThat(next.report().undone()).isEmpty();
      assertThat(next.report().applied())
          .as("after death at step %d", steps)
          .noneMatch(change -> deletesWanted(next.desired(), change));
      node.settle(to);
      assertThat(node.kernel.dump()).isEqualTo(uncut.kernel.dump());
      assertThat(node.journal.ownership().virtualServers())
          .isEqualTo(uncut.journal.ownership().virtualServers());
      assertThat(node.journal.ownership().sysctls()).isEqualTo(uncut.journal.ownership().sysctls());
      node.settle(Intent.NONE);
      assertThat(node.kernel.dump()).isEqualTo(start);
      assertThat(node.journal.ownership()).isEqualTo(Ownership.NONE);
      if (!died) {
        return;
      }
    }
    throw new AssertionError("more steps than deaths");
  }

  private static boolean passDies(NodeState node, Intent intent, int steps) {
    MortalJournal mortal = new MortalJournal(node.journal, steps);
    node.journalThrough(_ -> mortal);
    node.kernel.watcher = _ -> mortal.step();
    try {
      node.pass(intent);
      return false;
    } catch (Death e) {
      return true;
    } finally {
      node.kernel.watcher = _ -> {};
    }
  }

  static boolean deletesWanted(Desired desired, Change change) {
    return switch (change) {
      case Change.DeleteVirtualServer c ->
          desired.servers().stream().anyMatch(s -> s.server().key().equals(c.server()));
      case Change.DeleteAddress c ->
          desired.vips().stream().anyMatch(v -> v.vip().equals(c.address().address()));
      case Change.DeleteDestination c ->
          desired.servers().stream()
              .filter(s -> s.server().key().equals(c.server()))
              .flatMap(s -> s.wanted().stream())
              .anyMatch(d -> d.key().equals(c.destination()));
      case Change.DeleteRule c -> desired.rules().contains(c.rule());
      case Change.DeleteRoute c -> desired.routes().contains(c.route());
      case Change.DeletePacketRules _ -> !desired.packetRules().isEmpty();
      default -> false;
    };
  }
}
