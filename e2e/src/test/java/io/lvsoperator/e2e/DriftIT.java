package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever somebody changes of ours by hand is repaired, within 10 s. */
@LabTest
class DriftIT {
  private static final Duration PROMISED = Duration.ofSeconds(10);

  @Test
  void repairsWhatSomebodyChangedByHand(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, DriftIT.class)) {
      Node director = scenario.node("lb01");
      Node realServer = scenario.node("rs01");
      String directorAsPlanned = Scenario.state(director);
      String realServerAsPlanned = Scenario.state(realServer);

      repaired(bed, director, "ipvsadm -C", directorAsPlanned);
      repaired(bed, director, "ip addr del 10.23.21.180/32 dev eth0", directorAsPlanned);
      repaired(
          bed, director, "echo 0 > /proc/sys/net/ipv4/conf/eth0/forwarding", directorAsPlanned);
      repaired(bed, director, "echo 0 > /proc/sys/net/ipv4/vs/conntrack", directorAsPlanned);
      repaired(
          bed,
          director,
          "ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:80 -m -w 77",
          directorAsPlanned);
      repaired(
          bed,
          realServer,
          "ip rule del pref $(ip rule | sed -n 's/^\\([0-9]*\\):.*fwmark.*/\\1/p')",
          realServerAsPlanned);
      repaired(bed, realServer, "nft delete table inet lvs-operator", realServerAsPlanned);
      repaired(bed, realServer, "nft flush chain inet lvs-operator replies", realServerAsPlanned);
      assertThat(scenario.node("client").ask(Load.http("10.23.21.180:80").times(4)).failures())
          .isEmpty();
    }
  }

  private static void repaired(Bed bed, Node node, String command, String asPlanned) {
    String damaged = node.sh(command + "\n" + "true");
    assertThat(damaged).isEmpty();
    Scenario.within(
        bed.patience(PROMISED), // the check itself takes time on a slow bed
        () -> assertThat(Scenario.state(node)).as(command).isEqualTo(asPlanned));
  }
}
