package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is not ours is never touched: not by programming, not by repairing, not by giving back, not
 * by cleanup.
 */
@LabTest
class CoexistenceIT {
  private static final String FOREIGN =
      """
      ipvsadm -A -t 10.96.0.10:53 -s rr -p 60
      ipvsadm -a -t 10.96.0.10:53 -r 10.23.60.3:53 -m
      ip addr add 10.96.0.10/32 dev lo
      ip rule add pref 500 fwmark 0x8000/0x8000 lookup 500
      ip route add default via 10.23.0.1 dev eth0 table 500
      nft -f - <<X
      table inet somebody { chain c { type filter hook forward priority 0; policy accept; counter; }; }
      X
      """;
  private static final String AWAY =
      """
      set +e
      nft delete table inet somebody
      ip route del default table 500
      ip rule del pref 500
      ip addr del 10.96.0.10/32 dev lo
      ipvsadm -D -t 10.96.0.10:53
      true
      """;

  @Test
  void neverTouchesWhatIsNotOurs(Bed bed) {
    List<String> nodes = List.of("lb01", "rs01");
    nodes.forEach(node -> bed.node(node).sh(FOREIGN));
    try (Scenario scenario = Scenario.of(bed, CoexistenceIT.class)) {
      nodes.forEach(node -> assertForeignStands(scenario.node(node)));
      scenario.node("lb01").sh("ipvsadm -d -t 10.23.21.180:80 -r 10.23.190.76:80");
      scenario.eventually(
          () ->
              assertThat(scenario.node("lb01").sh("ipvsadm -Sn"))
                  .contains("-a -t 10.23.21.180:80 -r 10.23.190.76:80"));
      nodes.forEach(node -> assertForeignStands(scenario.node(node)));
    } finally {
      // Closing the scenario has compared every node with its state before, which holds the foreign
      // entries.
      nodes.forEach(node -> bed.node(node).sh(AWAY));
    }
  }

  @Test
  void cleanupGivesTheNodeBackAndRefusesWhileTheAgentRuns(Bed bed) {
    bed.node("lb01").sh(FOREIGN);
    NodeState before = NodeState.of(bed.node("lb01"));
    try (Scenario scenario = Scenario.of(bed, CoexistenceIT.class)) {
      Node director = scenario.node("lb01");
      assertThat(bed.tool("lb01", "cleanup"))
          .satisfies(r -> assertThat(r.status()).isNotZero())
          .satisfies(r -> assertThat(r.out() + r.err()).contains("lb01"));
      assertThat(Scenario.state(director)).contains("10.23.21.180");

      bed.agent("lb01").stop();
      assertThat(Scenario.state(director))
          .as("a stopped agent leaves traffic alone")
          .contains("10.23.21.180");
      assertThat(bed.tool("lb01", "cleanup").status()).isZero();
      Scenario.assertAsBefore("after cleanup", director, before);
      assertThat(bed.tool("lb01", "cleanup").status()).as("a second time").isZero();
      bed.agent("lb01").start();
      scenario.eventually(() -> assertThat(Scenario.state(director)).contains("10.23.21.180"));
    } finally {
      bed.node("lb01").sh(AWAY);
    }
  }

  private static void assertForeignStands(Node node) {
    assertThat(
            node.sh(
                "ipvsadm -Sn; ip addr show lo; ip rule; ip route show table 500; nft list tables"))
        .contains("-A -t 10.96.0.10:53 -s rr -p 60")
        .contains("-a -t 10.96.0.10:53 -r 10.23.60.3:53 -m -w 1")
        .contains("10.96.0.10/32")
        .contains("fwmark 0x8000/0x8000 lookup 500")
        .contains("default via 10.23.0.1 dev eth0")
        .contains("table inet somebody");
  }
}
