package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command with its default, and what the environment makes of it. */
class OptionsTest {
  private static List<Object> commands() {
    return List.of(
        new AgentCommand(),
        new ControllerCommand(),
        new PlanCommand(),
        new ShowCommand(),
        new DoctorCommand(),
        new CleanupCommand());
  }

  private static Map<String, String> values(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    for (Object command : commands()) {
      CommandLine line = new CommandLine(command);
      line.setDefaultValueProvider(new Variables(environment));
      line.parseArgs();
      for (OptionSpec option : line.getCommandSpec().options()) {
        if (!List.of("--help", "--version").contains(option.longestName())) {
          values.put(line.getCommandName() + " " + option.longestName(), text(option.getValue()));
        }
      }
    }
    return values;
  }

  private static String text(Object value) {
    return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
  }

  @Test
  void recordsEveryDefault() {
    assertThat(values(Map.of()))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("agent --node-name", "Optional.empty"),
                Map.entry("agent --kubeconfig", "Optional.empty"),
                Map.entry("agent --state-dir", "/run/lvs-operator"),
                Map.entry("agent --saved-dir", "/var/lib/lvs-operator"),
                Map.entry("agent --http", "/127.0.0.1:9441"),
                Map.entry(
                    "agent --mark-mask",
                    "PlanOptions[markMask=127, firstTable=7600, rulePriority=7600]"),
                Map.entry(
                    "plan --mark-mask",
                    "PlanOptions[markMask=127, firstTable=7600, rulePriority=7600]"),
                Map.entry("controller --kubeconfig", "Optional.empty"),
                Map.entry("controller --http", "/127.0.0.1:9442"),
                Map.entry("plan --filename", "[]"),
                Map.entry("plan --real-server", "Optional.empty"),
                Map.entry("plan --node", "Optional.empty"),
                Map.entry("plan --live", "false"),
                Map.entry("plan --state-dir", "/run/lvs-operator"),
                Map.entry("show --state-dir", "/run/lvs-operator"),
                Map.entry("show --save", "false"),
                Map.entry("doctor --role", "[]"),
                Map.entry("doctor --mode", "[]"),
                Map.entry("doctor --real-server", "[]"),
                Map.entry("doctor --filename", "[]"),
                Map.entry("doctor --output", "table"),
                Map.entry("doctor --strict", "false"),
                Map.entry("doctor --state-dir", "/run/lvs-operator"),
                Map.entry("cleanup --saved-dir", "/var/lib/lvs-operator"),
                Map.entry("cleanup --kubeconfig", "Optional.empty"),
                Map.entry("cleanup --node-name", "Optional.empty"),
                Map.entry("cleanup --force", "false"),
                Map.entry("cleanup --wait", "0"),
                Map.entry("cleanup --state-dir", "/run/lvs-operator")));
  }

  @Test
  void theEnvironmentStandsForTheFlags() {
    Map<String, String> values =
        values(
            Map.of(
                "LVS_NODE_NAME", "lb01",
                "LVS_STATE_DIR", "/tmp/state",
                "LVS_SAVED_DIR", "/tmp/saved",
                "LVS_HTTP", "[::1]:1",
                "LVS_MARK_MASK", "0x3000",
                "KUBECONFIG", "/tmp/config"));
    assertThat(values)
        .containsEntry("agent --node-name", "Optional[lb01]")
        .containsEntry("agent --kubeconfig", "Optional[/tmp/config]")
        .containsEntry("agent --state-dir", "/tmp/state")
        .containsEntry("agent --saved-dir", "/tmp/saved")
        .containsEntry(
            "agent --mark-mask", "PlanOptions[markMask=12288, firstTable=7600, rulePriority=7600]")
        .containsEntry("agent --http", "/[0:0:0:0:0:0:0:1]:1")
        .containsEntry("controller --kubeconfig", "Optional[/tmp/config]")
        .containsEntry("controller --http", "/[0:0:0:0:0:0:0:1]:1")
        .containsEntry("plan --state-dir", "/tmp/state")
        .containsEntry("show --state-dir", "/tmp/state")
        .containsEntry("cleanup --state-dir", "/tmp/state")
        .containsEntry("plan --node", "Optional.empty");
  }

  @Test
  void aFlagComesBeforeTheEnvironment() {
    CommandLine line = new CommandLine(new ShowCommand());
    line.setDefaultValueProvider(new Variables(Map.of("LVS_STATE_DIR", "/tmp/state")));
    line.parseArgs("--state-dir", "/tmp/other");
    assertThat(line.getCommandSpec().findOption("--state-dir").<Object>getValue())
        .hasToString("/tmp/other");
  }

  @Test
  void anEmptyVariableIsNone() {
    assertThat(values(Map.of("LVS_NODE_NAME", "", "LVS_HTTP", "")))
        .containsEntry("agent --node-name", "Optional.empty")
        .containsEntry("agent --http", "/127.0.0.1:9441");
  }
}
