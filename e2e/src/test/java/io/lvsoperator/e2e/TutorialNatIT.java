package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tutorial's NAT chapter, from kubectl apply to answered requests. */
@LabTest
class TutorialNatIT {

  private static final String WEB = "10.23.21.184:8000";

  @BeforeEach
  void apply(Bed bed) {
    bed.kubectl().apply(Manifest.of(TutorialNatIT.class));
    Wait.forField(bed, "lvsservice", "web", ".status.realServersSummary", "2/2");
    Wait.forReady(bed, "lvsservice", "web");
  }

  @Test
  void requestsAreAnsweredByBothRealServersInTurnWhoSeeTheClientsOwnAddress(Bed bed) {
    for (String name : List.of("client", "near")) {
      Node client = bed.node(name);
      Tally tally = client.ask(Load.http(WEB).times(20));
      assertThat(tally.failures()).as(name).isEmpty();
      assertThat(tally.answers())
          .containsOnlyKeys("Hello From RS01", "Hello From RS02")
          .allSatisfy((_, answers) -> assertThat(answers).isBetween(9, 11));
      assertThat(tally.clients()).containsExactly(Map.entry(client.address(), 20));
      List<Integer> outOfTurn = outOfTurn(tally.sequence());
      String seen = name + ": " + tally.sequence() + ", slowest " + tally.slowest();
      if (!outOfTurn.isEmpty()) {
        System.out.println("   out of turn, answers " + outOfTurn + " of " + seen);
      }
      assertThat(outOfTurn).as(seen).hasSizeLessThanOrEqualTo(1);
    }
  }

  /**
   * A SYN that is lost after ipvs has chosen takes a turn that nobody answers. One such place was
   * seen in CI once; another scheduler has many.
   */
  private static List<Integer> outOfTurn(List<String> sequence) {
    return IntStream.range(1, sequence.size())
        .filter(i -> sequence.get(i).equals(sequence.get(i - 1)))
        .boxed()
        .toList();
  }

  @Test
  void datagramsAreAnsweredByBothRealServers(Bed bed) {
    Tally tally = bed.node("client").ask(Load.udp("10.23.21.184:5300").times(10));
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers()).containsExactly(Map.entry("RS01", 5), Map.entry("RS02", 5));
    assertThat(tally.clients()).containsExactly(Map.entry("10.99.0.10", 10));
  }

  @Test
  void theDirectorHoldsWhatThePersonOfTheTutorialTypes(Bed bed) {
    assertThat(bed.node("lb01").sh("ipvsadm -Sn"))
        .contains(
            "-A -t 10.23.21.184:8000 -s rr",
            "-a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1",
            "-a -t 10.23.21.184:8000 -r 10.23.122.152:80 -m -w 1");
    assertThat(bed.node("rs01").sh("ip route show default"))
        .isEqualTo("default via 10.23.0.1 dev eth0 ");
  }
}
