package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A director that is one of its own real servers takes its share and no more. */
@LabTest
class DirectorAsRealServerIT {
  @Test
  void aDirectorServesItsShareItself(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, DirectorAsRealServerIT.class);
        Running<String> _ = scenario.node("lb01").listen(8080)) {
      for (String vip : List.of("10.23.21.171:8080", "10.23.21.173:8080", "10.23.21.174:8080")) {
        Tally tally = scenario.node("client").ask(Load.http(vip).times(12));
        assertThat(tally.failures()).as(vip).isEmpty();
        assertThat(tally.answers())
            .as(vip)
            .isEqualTo(Map.of("Hello From lb01", 6, "Hello From RS01", 6));
        assertThat(tally.clients()).as(vip).containsOnlyKeys("10.99.0.10");
      }
    }
  }
}
