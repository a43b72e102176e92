package io.lvsoperator.cli;

import io.lvsoperator.agent.MemoryStore;
import io.lvsoperator.agent.NodeFacts;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.StateFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an agent keeps what must outlive a reboot. */
final class SavedOptions {
  @Option(
      names = "--saved-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/lvs-operator",
      description =
          "Where the agent keeps what it knew of the cluster, for a boot without API server."
              + " Default: ${DEFAULT-VALUE}")
  private Path directory;

  IntentFile file() {
    return new IntentFile(StateFile.durable(directory, IntentFile.FILE));
  }

  /** {@return what the agent remembers of the protocol, here and beside the journal} */
  MemoryStore memory(Path state, NodeFacts facts) {
    return new MemoryStore(
        new IntentFile(StateFile.durable(directory, MemoryStore.FILE)),
        new IntentFile(new StateFile(state, MemoryStore.FILE)),
        facts);
  }
}
