package io.lvsoperator.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an agent remembers what is ours. */
final class StateOptions {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "/run/lvs-operator",
      description = "Where the agent remembers what is its own. Default: ${DEFAULT-VALUE}")
  private Path directory;

  Path directory() {
    return directory;
  }
}
