package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A director that is one of its own real servers takes its share and no more, also while modes
 * change.
 */
@LabTest
class DirectorAsRealServerIT {
  private static final String NAT = "10.23.21.171:8080";

  @Test
  void aDirectorServesItsShareItselfAlsoInANewMode(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, DirectorAsRealServerIT.class);
        Running<String> _ = scenario.node("lb01").listen(8080)) {
      for (String vip : List.of(NAT, "10.23.21.173:8080", "10.23.21.174:8080")) {
        Tally tally = scenario.node("client").ask(Load.http(vip).times(12));
        assertThat(tally.failures()).as(vip).isEmpty();
        assertThat(tally.answers())
            .as(vip)
            .isEqualTo(Map.of("Hello From lb01", 6, "Hello From RS01", 6));
        assertThat(tally.clients()).as(vip).containsOnlyKeys("10.99.0.10");
      }
      Node client = scenario.node("client");
      Running<Tally> steady = client.keepAsking(Load.steady(NAT));
      change(bed, scenario, "DR", "nft list ruleset", "10.23.21.171 . tcp . 8080 : 0x");
      change(bed, scenario, "NAT", "ipvsadm -Sn", "-t " + NAT + " -r 10.23.190.76:8080 -m -w 1");
      assertThat(steady.stop().failures()).isEmpty();
    }
  }

  /** To DR its port gets a firewall mark, to NAT it loses it. */
  private static void change(Bed bed, Scenario scenario, String mode, String look, String sign) {
    String patch = "{\"spec\":{\"mode\":\"%s\"}}".formatted(mode);
    bed.kubectl().run("patch", "lvsservice", "nat", "--type=merge", "-p", patch).orFail();
    scenario.eventually(() -> assertThat(scenario.node("lb01").sh(look)).contains(sign));
    Tally tally = scenario.node("client").ask(Load.http(NAT).times(12));
    assertThat(tally.failures()).as(mode).isEmpty();
    assertThat(tally.answers()).as(mode).containsOnlyKeys("Hello From lb01", "Hello From RS01");
  }
}
