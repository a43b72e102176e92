package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnections;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service goes through all modes under load: no request fails, and no connection is lost. */
@LabTest
class ModeChangeIT {
  private static final String WEB = "10.23.21.180:80";
  private static final Load UDP = Load.udp("10.23.21.180:5300").every(Duration.ofMillis(100));

  /** So long a connection is never silent, even on a slow bed, unless it stalls. */
  private static final Duration STALL = Duration.ofSeconds(5);

  /** A mode, and how ipvsadm shows it. */
  private record Step(String mode, String option) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("FULLNAT", "-m"),
          new Step("DR", "-g"),
          new Step("TUN", "-i"),
          new Step("FULLNAT", "-m"),
          new Step("NAT", "-m"),
          new Step("DR", "-g"));

  @Test
  void nobodyNoticesThatTheModeChanges(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, ModeChangeIT.class)) {
      Node client = scenario.node("client");
      Running<Tally> requests = client.keepAsking(Load.steady(WEB));
      Running<Tally> datagrams = client.keepAsking(UDP.by(2));
      Running<Tally> oneFlow = client.keepAsking(UDP.fromOnePort());
      Map<String, Running<LongConnections>> held = new LinkedHashMap<>();
      for (Step step : STEPS) {
        held.put("before " + (held.size() + 1) + ", " + step, client.hold(WEB, 2));
        change(bed, scenario, step);
        Tally after = client.ask(Load.http(WEB).times(6));
        assertThat(after.failures()).as(step.mode()).isEmpty();
        assertThat(after.answers())
            .as(step.mode())
            .containsOnlyKeys("Hello From RS01", "Hello From RS02");
      }
      client.ask(Load.http(WEB).times(25).every(STALL.dividedBy(20)));
      held.forEach(ModeChangeIT::lasted);
      Tally web = requests.stop();
      assertThat(web.failures()).isEmpty();
      assertThat(web.requests()).isGreaterThan(100);
      assertThat(datagrams.stop().failures()).isEmpty();
      assertThat(oneFlow.stop().failures()).isEmpty();
    }
  }

  private static void lasted(String which, Running<LongConnections> connections) {
    LongConnections kept = connections.stop();
    assertThat(kept.broken()).as(which).isEmpty();
    assertThat(kept.silence()).as(which).isLessThan(STALL);
  }

  private static void change(Bed bed, Scenario scenario, Step step) {
    String mode = "{\"spec\":{\"mode\":\"%s\"}}".formatted(step.mode());
    bed.kubectl().run("patch", "lvsservice", "web", "--type=merge", "-p", mode).orFail();
    Node director = scenario.node("lb01");
    scenario.eventually(
        () -> {
          String servers = director.sh("ipvsadm -Sn");
          for (String realServer : List.of("10.23.190.76", "10.23.122.152")) {
            assertThat(servers).contains("-r " + realServer + ":80 " + step.option() + " -w 1");
          }
          assertThat(director.sh("nft list ruleset").contains("ct original ip daddr"))
              .isEqualTo(step.mode().equals("FULLNAT"));
        });
  }
}
