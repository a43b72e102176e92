package io.lvsoperator.agent;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.translate.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A kernel in memory and a journal on disk, on which a test runs passes and restarts the agent. */
final class NodeState {
  final InMemoryKernel kernel = Cluster.node();
  private final Path directory;
  private UnaryOperator<Journal> wrapper = UnaryOperator.identity();
  JournalStore journal;
  DriftWatch drift;
  Instant now = Cluster.NOW;

  NodeState(Path directory) {
    this.directory = directory;
    restart();
  }

  /** What a new agent process knows: the journal, and nothing else. */
  void restart() {
    wrapper = UnaryOperator.identity();
    journal = JournalStore.open(directory, JournalHeader.of("boot", "net"));
    drift = new DriftWatch();
  }

  /** Puts something between the next passes and the journal. */
  void journalThrough(UnaryOperator<Journal> through) {
    wrapper = through;
  }

  PassResult pass(Intent intent) {
    return pass(intent, Pause.NONE);
  }

  PassResult pass(Intent intent, Pause pause) {
    return new Pass(
            kernel.kernel(), wrapper.apply(journal), new Planner(PlanOptions.DEFAULT), drift)
        .run(
            intent,
            Pass.Informed.NOTHING_MORE,
            Cluster.FREE,
            now,
            false,
            pause,
            Reading.EVERYTHING);
  }

  /** Passes until drains have ended, and the last one that changed nothing. */
  PassResult settle(Intent intent) {
    PassResult last = pass(intent);
    for (int i = 0; i < 5; i++) {
      now = now.plus(Duration.ofSeconds(61));
      last = pass(intent);
    }
    return last;
  }
}
