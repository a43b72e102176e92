package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The data plane needs no API server: for a minute without it nobody notices, and drift is still
 * repaired.
 */
@Order(LabTest.LATE)
@LabTest
class ApiOutageIT {
  @Test
  void servesAndRepairsWhileTheApiServerIsAway(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, ApiOutageIT.class)) {
      Node director = scenario.node("lb01");
      String asPlanned = Scenario.state(director);
      Instant begin = Instant.now();
      bed.apiServer().stop();
      try {
        Running<Tally> load = scenario.node("client").keepAsking(Load.steady("10.23.21.180:80"));
        Duration rest = Duration.between(Instant.now(), begin.plusSeconds(60));
        Scenario.sleep(rest);
        Tally tally = load.stop();
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.requests()).isGreaterThan(50);
        director.sh("ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:80 -m -w 0");
        scenario.eventually(() -> assertThat(Scenario.state(director)).isEqualTo(asPlanned));
        director.sh("ip addr del 10.23.21.180/32 dev eth0");
        scenario.eventually(() -> assertThat(Scenario.state(director)).isEqualTo(asPlanned));
      } finally {
        bed.apiServer().start();
      }
      bed.kubectl()
          .run("patch", "realserver", "rs02", "--type=merge", "-p", "{\"spec\":{\"weight\":7}}")
          .orFail();
      scenario.eventually(
          () -> assertThat(director.sh("ipvsadm -Sn")).contains("-r 10.23.122.152:80 -m -w 7"));
    }
  }
}
