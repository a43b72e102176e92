package io.lvsoperator.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options that a command cannot do without. picocli would look for those before it names an unknown
 * flag, which is more often what is wrong.
 */
final class Required {
  private Required() {}

  /**
   * {@return the option's value}
   *
   * @throws ParameterException if neither the command line nor the environment gives it
   */
  static String option(CommandSpec spec, String name, Optional<String> value) {
    return value
        .filter(given -> !given.isBlank())
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "%s needs %s".formatted(spec.name(), name)));
  }
}
