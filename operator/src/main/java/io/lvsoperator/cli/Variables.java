package io.lvsoperator.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The environment as the second source of each option, after the command line. */
final class Variables implements IDefaultValueProvider {
  private static final Map<String, String> OPTIONS =
      new TreeMap<>(
          Map.of(
              "--node-name", "LVS_NODE_NAME",
              "--state-dir", "LVS_STATE_DIR",
              "--saved-dir", "LVS_SAVED_DIR",
              "--http", "LVS_HTTP",
              "--mark-mask", "LVS_MARK_MASK",
              "--kubeconfig", "KUBECONFIG"));

  /** Our variables; others with our prefix are mistakes. */
  static final List<String> KNOWN =
      OPTIONS.values().stream().filter(name -> name.startsWith("LVS_")).sorted().toList();

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** {@return the variables with our prefix that nobody knows} */
  static List<String> unknown(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith("LVS_") && !name.startsWith("LVS_LAB_"))
        .filter(name -> !KNOWN.contains(name))
        .sorted()
        .toList();
  }

  /**
   * {@return the variable's value, or what the option itself has as default where there is none}
   */
  @Override
  public String defaultValue(ArgSpec argument) {
    String value =
        argument instanceof OptionSpec option
            ? environment.getOrDefault(OPTIONS.getOrDefault(option.longestName(), ""), "")
            : "";
    return value.isEmpty() ? argument.defaultValue() : value;
  }
}
