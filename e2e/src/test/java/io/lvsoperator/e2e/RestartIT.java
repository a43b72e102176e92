package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An agent that is killed does not interrupt traffic, its silence is shown, and its next start
 * deletes nothing.
 */
@LabTest
class RestartIT {
  private static final List<String> KILLED = List.of("lb01", "rs01");

  @Test
  void killedAgentsInterruptNobodyAndConvergeWithoutDeleting(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, RestartIT.class)) {
      String director = Scenario.state(scenario.node("lb01"));
      String realServer = Scenario.state(scenario.node("rs01"));
      Running<Tally> load = scenario.node("client").keepAsking(Load.steady("10.23.21.180:80"));
      scenario.reason("lvsnode", "lb01", "AgentAlive", "Renewing");
      KILLED.forEach(node -> bed.agent(node).kill());
      silenceIsShown(bed, scenario);
      assertThat(Scenario.state(scenario.node("lb01"))).isEqualTo(director);
      KILLED.forEach(node -> bed.agent(node).start());
      KILLED.forEach(
          node -> scenario.eventually(() -> assertThat(bed.agent(node).ready()).isTrue()));
      silenceIsTakenBack(scenario);
      KILLED.forEach(node -> assertThat(changes(bed.agent(node).metrics())).as(node).isEmpty());
      assertThat(Scenario.state(scenario.node("lb01"))).isEqualTo(director);
      assertThat(Scenario.state(scenario.node("rs01"))).isEqualTo(realServer);
      Tally tally = load.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(50);
    }
  }

  private static void silenceIsShown(Bed bed, Scenario scenario) {
    scenario.reason("lvsnode", "lb01", "AgentAlive", "AgentSilent");
    scenario.reason("lvsnode", "rs01", "AgentAlive", "AgentSilent");
    scenario.reason("lvsservice", "web", "Programmed", "AgentSilent");
    scenario.reason("realserver", "rs01", "Ready", "AgentSilent");
    assertThat(bed.kubectl().run("get", "lvsnodes").orFail())
        .containsPattern("lb01 +Director +Unknown ");
  }

  private static void silenceIsTakenBack(Scenario scenario) {
    scenario.reason("lvsnode", "lb01", "AgentAlive", "Renewing");
    scenario.reason("lvsnode", "rs01", "AgentAlive", "Renewing");
    scenario.ready();
  }

  /**
   * The agent counts its changes of the kernel by kind; since its start there must be no deletion,
   * nor any other.
   */
  private static List<String> changes(String metrics) {
    return metrics
        .lines()
        .filter(l -> l.startsWith("lvs_kernel_changes_total"))
        .filter(l -> !l.endsWith(" 0.0") && !l.endsWith(" 0"))
        .toList();
  }
}
