package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> environment, String... arguments) {
    return Main.run(environment, new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "controller", "plan", "show", "doctor", "cleanup"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(Map.of(), command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: lvs-operator " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theProgramExplainsItself() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString()).contains("agent", "controller", "plan", "show", "doctor", "cleanup");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "controller", "plan", "show", "doctor", "cleanup"})
  void anUnknownFlagIsNamed(String command) {
    assertThat(run(Map.of(), command, "--bogus")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--bogus'");
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertThat(run(Map.of(), "doktor")).isEqualTo(2);
    assertThat(err.toString()).contains("doktor");
  }

  @Test
  void anUnknownVariableIsNamed() {
    assertThat(run(Map.of("LVS_NODENAME", "lb01"), "agent", "--help")).isEqualTo(2);
    assertThat(err.toString()).contains("LVS_NODENAME", "LVS_NODE_NAME");
  }

  @Test
  void theLabsVariablesAndThoseOfOthersAreLeftAlone() {
    assertThat(run(Map.of("LVS_LAB_UML", "/x", "LVSM", "y", "HOME", "/"), "--help")).isZero();
  }

  @Test
  void anAgentWithoutANameAsksForIt() {
    assertThat(run(Map.of(), "agent")).isEqualTo(2);
    assertThat(err.toString()).contains("agent needs --node-name");
  }

  @Test
  void anAgentWithoutAnApiServerSaysWhatToGive() {
    assertThat(run(Map.of(), "agent", "--node-name", "lb01")).isEqualTo(1);
    assertThat(err.toString()).contains("--kubeconfig", "KUBECONFIG").doesNotContain("Exception");
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed() {
    assertThat(run(Map.of("KUBECONFIG", "/none/such"), "controller")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("the kubeconfig /none/such cannot be read\n");
  }

  @Test
  void aStateDirectoryThatCannotBeIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(run(Map.of(), "cleanup", "--state-dir", file.resolve("state").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("cannot lock " + file).hasLineCount(1);
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    assertThat(run(Map.of("LVS_HTTP", "9441"), "controller")).isEqualTo(2);
    assertThat(run(Map.of("LVS_MARK_MASK", "0x5"), "agent")).isEqualTo(2);
    assertThat(run(Map.of("LVS_MARK_MASK", "many"), "agent")).isEqualTo(2);
    assertThat(err.toString()).contains("'9441' is no HOST:PORT");
  }
}
