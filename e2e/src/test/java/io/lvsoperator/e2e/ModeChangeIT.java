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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A service of each family goes through all modes under load, both at once and on the same
 * machines: no request fails, and no connection is lost.
 */
@LabTest(length = LabTest.Length.LONG)
class ModeChangeIT {
  /** So long a connection is never silent, even on a slow bed, unless it stalls. */
  private static final Duration STALL = Duration.ofSeconds(5);

  /** A service, its real servers, and how nft shows the VIP of one whose source is rewritten. */
  private record Web(String name, String vip, List<String> realServers, String rewritten) {
    String http() {
      return Load.target(vip, 80);
    }

    Load udp() {
      return Load.udp(Load.target(vip, 5300)).every(Duration.ofMillis(100));
    }

    String destination(String realServer, String mode) {
      return "-r " + Load.target(realServer, 80) + " " + option(mode) + " -w 1";
    }

    /** How ipvsadm shows the mode. */
    private static String option(String mode) {
      return switch (mode) {
        case "DR" -> "-g";
        case "TUN" -> "-i";
        default -> "-m";
      };
    }
  }

  private static final Web FOUR =
      new Web(
          "web", "10.23.21.180", List.of("10.23.190.76", "10.23.122.152"), "ct original ip daddr");
  private static final Web SIX =
      new Web(
          "web6", "fd00:23::180", List.of("fd00:23::76", "fd00:23::152"), "ct original ip6 daddr");

  /** The modes that follow NAT. */
  private record Step(String four, String six) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("FULLNAT", "FULLNAT"),
          new Step("DR", "DR"),
          new Step("TUN", "FULLNAT"),
          new Step("FULLNAT", "TUN"),
          new Step("NAT", "NAT"),
          new Step("DR", "FULLNAT"));

  @Test
  void nobodyNoticesThatTheModeChanges(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, ModeChangeIT.class)) {
      Node client = scenario.node("client");
      Running<Tally> requests = client.keepAsking(Load.steady(FOUR.http()));
      Running<Tally> requests6 = client.keepAsking(Load.steady(SIX.http()));
      Running<Tally> datagrams = client.keepAsking(FOUR.udp().by(2));
      Running<Tally> oneFlow = client.keepAsking(FOUR.udp().fromOnePort());
      Running<Tally> oneFlow6 = client.keepAsking(SIX.udp().fromOnePort());
      Map<String, Running<LongConnections>> held = new LinkedHashMap<>();
      for (Step step : STEPS) {
        String when = "before " + (held.size() / 2 + 1) + ", " + step;
        held.put(when, client.hold(FOUR.http(), 2));
        held.put(when + ", IPv6", client.hold(SIX.http(), 2));
        begin(bed, FOUR, step.four());
        begin(bed, SIX, step.six());
        changed(scenario, FOUR, step.four());
        changed(scenario, SIX, step.six());
        answers(client, FOUR, step);
        answers(client, SIX, step);
      }
      client.ask(Load.http(FOUR.http()).times(25).every(STALL.dividedBy(20)));
      held.forEach(ModeChangeIT::lastedLong);
      lasted("IPv4", requests);
      lasted("IPv6", requests6);
      assertThat(datagrams.stop().failures()).isEmpty();
      assertThat(oneFlow.stop().failures()).isEmpty();
      assertThat(oneFlow6.stop().failures()).as("IPv6").isEmpty();
    }
  }

  /**
   * Other clients ask at the same time, so that round robin may give one server to each for a
   * while.
   */
  private static void answers(Node client, Web web, Step step) {
    Set<String> answered = new TreeSet<>();
    for (int more = 0; more < 6 && answered.size() < 2; more++) {
      Tally after = client.ask(Load.http(web.http()).times(5 + more));
      assertThat(after.failures()).as("%s, %s", web.name(), step).isEmpty();
      answered.addAll(after.answers().keySet());
    }
    assertThat(answered)
        .as("%s, %s", web.name(), step)
        .containsExactly("Hello From RS01", "Hello From RS02");
  }

  private static void lasted(String family, Running<Tally> requests) {
    Tally web = requests.stop();
    assertThat(web.failures()).as(family).isEmpty();
    assertThat(web.requests()).as(family).isGreaterThan(100);
  }

  private static void lastedLong(String which, Running<LongConnections> connections) {
    LongConnections kept = connections.stop();
    assertThat(kept.broken()).as(which).isEmpty();
    assertThat(kept.silence()).as(which).isLessThan(STALL);
  }

  private static void begin(Bed bed, Web web, String mode) {
    String spec = "{\"spec\":{\"mode\":\"%s\"}}".formatted(mode);
    bed.kubectl().run("patch", "lvsservice", web.name(), "--type=merge", "-p", spec).orFail();
  }

  private static void changed(Scenario scenario, Web web, String mode) {
    Node director = scenario.node("lb01");
    scenario.eventually(
        () -> {
          String servers = director.sh("ipvsadm -Sn");
          for (String realServer : web.realServers()) {
            assertThat(servers).contains(web.destination(realServer, mode));
          }
          assertThat(director.sh("nft list ruleset").contains(web.rewritten()))
              .isEqualTo(mode.equals("FULLNAT"));
        });
  }
}
