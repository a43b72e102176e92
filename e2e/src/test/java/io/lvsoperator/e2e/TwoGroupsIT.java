package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two groups with a director each send to the same port of the same real server: each gets its own
 * replies.
 */
@Order(LabTest.LATE)
@LabTest(agents = {"lb01", "lb02", "rs01"})
class TwoGroupsIT {
  private static final List<String> NODES = List.of("lb01", "lb02", "rs01");

  @ParameterizedTest
  @EnumSource
  void answersComeBackByTheDirectorThatTheyCameFrom(Firewall firewall, Bed bed) {
    firewall.set(bed, NODES);
    try (Scenario scenario = Scenario.of(bed, TwoGroupsIT.class)) {
      for (String vip : new String[] {"10.23.21.180:80", "10.23.21.181:80"}) {
        Tally tally = scenario.node("client").ask(Load.http(vip).times(20).by(2));
        assertThat(tally.failures()).as(vip).isEmpty();
        assertThat(tally.answers()).as(vip).containsOnlyKeys("Hello From RS01");
      }
      assertThat(scenario.node("lb01").sh("ipvsadm -Sn"))
          .contains("10.23.21.180")
          .doesNotContain("10.23.21.181");
      assertThat(scenario.node("lb02").sh("ipvsadm -Sn"))
          .contains("10.23.21.181")
          .doesNotContain("10.23.21.180");
      assertThat(scenario.node("rs01").sh("ip rule | grep -c fwmark")).isEqualTo("2");

      // One group goes; the other's connections do not notice.
      var asking = scenario.node("client").keepAsking(Load.steady("10.23.21.181:80"));
      bed.kubectl().run("delete", "lvsservice", "first").orFail();
      scenario.eventually(
          () -> assertThat(scenario.node("rs01").sh("ip rule | grep -c fwmark")).isEqualTo("1"));
      Tally rest = asking.stop();
      assertThat(rest.failures()).isEmpty();
      assertThat(rest.requests()).isGreaterThan(20);
    } finally {
      firewall.clear(bed, NODES);
    }
  }
}
