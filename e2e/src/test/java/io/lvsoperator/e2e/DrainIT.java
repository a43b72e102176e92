package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import org.junit.jupiter.api.Test;

/** A real server that leaves keeps its connections while they last, and nobody's request fails. */
@LabTest
class DrainIT {
  private static final String VIP = "10.23.21.180:80";

  @Test
  void deletedRealServerLosesNoRequestAndKeepsItsConnectionsWhileItDrains(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, DrainIT.class)) {
      Node client = scenario.node("client");
      Node director = scenario.node("lb01");
      // Two long connections: round robin gives one to each.
      Running<LongConnection> one = client.hold(VIP);
      Running<LongConnection> other = client.hold(VIP);
      Running<Tally> load = client.keepAsking(Load.steady(VIP));
      bed.kubectl().run("delete", "realserver", "rs02").orFail();
      scenario.eventually(
          () -> assertThat(director.sh("ipvsadm -Sn")).contains("-r 10.23.122.152:80 -m -w 0"));
      Tally alone = client.ask(Load.http(VIP).times(6));
      assertThat(alone.failures()).isEmpty();
      assertThat(alone.answers()).containsOnlyKeys("Hello From RS01");
      assertThat(scenario.node("rs02").sh("nft list tables")).contains("inet lvs-operator");
      LongConnection first = one.stop();
      LongConnection second = other.stop();
      assertThat(first.broken()).isEmpty();
      assertThat(second.broken()).isEmpty();
      scenario.eventually(
          () -> assertThat(director.sh("ipvsadm -Sn")).doesNotContain("10.23.122.152"));
      scenario.eventually(
          () ->
              assertThat(scenario.node("rs02").sh("nft list tables"))
                  .doesNotContain("inet lvs-operator"));
      Tally tally = load.stop();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.requests()).isGreaterThan(20);
    }
  }
}
