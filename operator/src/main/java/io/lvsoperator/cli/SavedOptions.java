package io.lvsoperator.cli;

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
}
