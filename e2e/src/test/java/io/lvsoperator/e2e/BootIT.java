package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nodes boot: while the API server is there, and while it is away, when only what is on the disk
 * can tell a director and a real server their parts, in every mode. A file that is not this node's,
 * or damaged, or of another version, tells nothing.
 */
@LabTest(
    agents = {"lb01", "lb02", "rs01", "rs02"},
    length = LabTest.Length.LONG)
class BootIT {
  private static final List<String> VIPS =
      List.of("10.23.21.171", "10.23.21.172", "10.23.21.173", "10.23.21.174");

  private static final String FULLNAT = "10.23.21.172";
  private static final String SECOND = "10.23.21.175";
  private static final String FILE = Bed.SAVED + "/intent.json";
  private static final String REQUESTS = Bed.SAVED + "/requests.json";
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** So long one failure would be seen. */
  private static final Duration WHILE = Duration.ofSeconds(5);

  @Test
  void nodesThatBootPlayTheirPartWithAndWithoutTheApiServer(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, BootIT.class)) {
      aRealServerBootsAndComesBack(bed, scenario);
      isOnTheDisks(scenario);
      List<String> director = settings(bed.node("lb01"));
      List<String> realServer = settings(bed.node("rs01"));
      String foreign = bed.node("rs01").sh("cat " + FILE);

      bed.apiServer().stop();
      try {
        scenario.boot("lb01", "lb02", "rs01");
        String nothing = Scenario.state(bed.node("lb02"));
        write(bed, foreign);
        Stream.of("lb01", "lb02", "rs01").forEach(node -> bed.agent(node).start());
        isIgnored(bed, scenario, "it was written for Node rs01");
        for (Map.Entry<String, List<String>> node :
            Map.of("lb01", director, "rs01", realServer).entrySet()) {
          scenario.eventually(
              () ->
                  assertThat(settings(bed.node(node.getKey())))
                      .as(node.getKey())
                      .containsExactlyElementsOf(node.getValue()));
        }
        List<Running<Tally>> loads = loads(bed);
        write(bed, own(bed).replace("\"version\" : 1", "\"version\" : 0"));
        isIgnoredAtTheNextStart(bed, scenario, "it is of version 0");
        write(bed, own(bed).substring(0, 1000));
        isIgnoredAtTheNextStart(bed, scenario, "it is damaged");
        assertThat(Scenario.state(bed.node("lb02"))).isEqualTo(nothing);
        Scenario.sleep(WHILE);
        unfailing(loads, "without the API server");
      } finally {
        bed.apiServer().start();
      }

      List<Running<Tally>> loads = loads(bed);
      scenario.reason("lvsnode", "lb02", "ClusterKnown", "SavedIntentUnusable");
      Stream.of("lb01", "lb02", "rs01").forEach(bed::reportBoot);
      scenario.ready();
      unfailing(loads, "while the API server comes back");
      bothAcknowledged(bed, scenario);
      Tally tally = bed.node("client").ask(Load.http(SECOND + ":80").times(4));
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.answers()).containsOnlyKeys("Hello From RS01", "Hello From RS02");
    }
  }

  /**
   * lb02 booted without anything to go by, so what its services' status says may be from before,
   * until its agent has reported. Its own kernel is not.
   */
  private static void bothAcknowledged(Bed bed, Scenario scenario) {
    scenario.eventually(
        () ->
            assertThat(
                    bed.node("lb02")
                        .sh("ipvsadm -Sn")
                        .lines()
                        .filter(line -> line.contains("-t " + SECOND + ":80 -r ")))
                .hasSize(2)
                .allMatch(line -> line.contains("-w 1")));
  }

  /**
   * Whoever asks while it is down may be sent there: nobody can know. From when the director has
   * read of the boot nobody is, until what its mode needs is in place.
   */
  private static void aRealServerBootsAndComesBack(Bed bed, Scenario scenario) {
    scenario.boot("rs01");
    bed.reportBoot("rs01");
    weights(bed, scenario, "-w 0");
    List<Running<Tally>> loads = loads(bed);
    bed.agent("rs01").start();
    weights(bed, scenario, "-w 1");
    scenario.ready();
    unfailing(loads, "while rs01 comes back");
  }

  /** But in FULLNAT, where the real server needs nothing of its node. */
  private static void weights(Bed bed, Scenario scenario, String weight) {
    scenario.eventually(
        () ->
            assertThat(
                    bed.node("lb01")
                        .sh("ipvsadm -Sn")
                        .lines()
                        .filter(line -> line.contains("-r 10.23.190.76:"))
                        .filter(line -> !line.contains(FULLNAT + ":")))
                .hasSize(VIPS.size() - 1)
                .allMatch(line -> line.contains(weight)));
  }

  /** What this node shall do is there at once, what others report within a minute. */
  private static void isOnTheDisks(Scenario scenario) {
    for (String node : List.of("lb01", "rs01")) {
      scenario.eventually(
          () -> {
            String saved = scenario.node(node).sh("cat " + FILE).replace("\\", "");
            VIPS.forEach(vip -> assertThat(saved).as(node).contains("\"" + vip + "\""));
            String requests = scenario.node(node).sh("cat " + REQUESTS).replace("\\", "");
            for (String mode : List.of("NAT", "DR", "TUN")) { // FULLNAT asks for nothing
              assertThat(requests).as(node).contains("\"mode\":\"" + mode + "\"");
            }
          });
    }
  }

  private static void write(Bed bed, String content) {
    bed.node("lb02").run(Duration.ofSeconds(30), content, "tee", FILE).orFail();
  }

  /** As lb02's own agent would have written it, but for the checksum. */
  private static String own(Bed bed) {
    return bed.node("lb02").sh("cat " + FILE).replace("\"rs01\"", "\"lb02\"");
  }

  private static void isIgnoredAtTheNextStart(Bed bed, Scenario scenario, String why) {
    bed.agent("lb02").kill();
    bed.agent("lb02").start();
    isIgnored(bed, scenario, why);
  }

  private static void isIgnored(Bed bed, Scenario scenario, String why) {
    scenario.eventually(
        () ->
            assertThat(bed.agent("lb02").log())
                .containsPattern(
                    "(?s)" + FILE + " is ignored: " + why + ".*not connected to the API server"));
  }

  private static List<Running<Tally>> loads(Bed bed) {
    return VIPS.stream()
        .map(vip -> bed.node("client").keepAsking(Load.http(vip + ":80").every(PAUSE)))
        .toList();
  }

  private static void unfailing(List<Running<Tally>> loads, String when) {
    for (Running<Tally> load : loads) {
      Tally tally = load.stop();
      assertThat(tally.failures()).as(when).isEmpty();
      assertThat(tally.requests()).as(when).isGreaterThan(10);
    }
  }

  /**
   * Everything; after a boot interfaces have other numbers, and addresses another order. The kernel
   * gives ip6tnl0 an address by chance, takes {@code sync_qlen_max} from its free memory, and the
   * lab has that device before or after it sets the defaults.
   */
  private static List<String> settings(Node node) {
    return Scenario.state(node)
        .lines()
        .map(line -> line.replaceAll("^\\d+: |@if\\d+| permaddr \\S+", ""))
        .filter(line -> !line.startsWith("ipv4/vs/sync_qlen_max:"))
        .filter(line -> !line.startsWith("ipv6/conf/ip6tnl0/accept_ra:"))
        .sorted()
        .toList();
  }
}
