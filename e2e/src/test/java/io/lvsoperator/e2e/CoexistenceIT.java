package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import io.lvsoperator.e2e.bed.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What is not ours is never touched: not by programming, not by repairing, not by giving back, not
 * by cleanup.
 */
@Order(LabTest.LATE)
@LabTest
class CoexistenceIT {
  private static final List<String> NODES = List.of("lb01", "rs01");

  /**
   * What kube-proxy, a CNI and a firewall have on nodes like these, or would: virtual servers with
   * their addresses, a tunnel device that is in use, a routing table, and chains that drop what
   * conntrack calls invalid.
   */
  private static final String FOREIGN =
      """
      ip link add kube-ipvs0 type dummy
      ip addr add 10.96.0.10/32 dev kube-ipvs0
      ipvsadm -A -t 10.96.0.10:53 -s rr -p 60
      ipvsadm -a -t 10.96.0.10:53 -r 10.23.60.3:53 -m
      ipvsadm -A -u 10.96.0.10:53 -s sh
      ipvsadm -a -u 10.96.0.10:53 -r 10.23.60.3:53 -m
      ip addr add 10.244.7.1/32 dev tunl0
      ip link set tunl0 up
      ip rule add pref 500 fwmark 0x8000/0x8000 lookup 500
      ip route add default via 10.23.0.1 dev eth0 table 500
      nft -f - <<X
      table inet somebody {
        chain forward { type filter hook forward priority 0; policy accept; ct state invalid counter drop; }
        chain input { type filter hook input priority 0; policy accept; ct state invalid counter drop; }
      }
      X
      """;

  private static final String AWAY =
      """
      set +e
      nft delete table inet somebody
      ip route del default table 500
      ip rule del pref 500
      ip link set tunl0 down
      ip addr flush dev tunl0
      ipvsadm -D -u 10.96.0.10:53
      ipvsadm -D -t 10.96.0.10:53
      ip link del kube-ipvs0
      true
      """;

  /** The VIPs of CoexistenceIT.yaml: one mode each. */
  private static final List<String> VIPS =
      List.of("10.23.21.180", "10.23.21.182", "10.23.21.183", "10.23.21.187");

  @Test
  void neverTouchesWhatIsNotOursAndServesBesideItInEveryMode(Bed bed) {
    moveIn(bed);
    try (Scenario scenario = Scenario.of(bed, CoexistenceIT.class)) {
      NODES.forEach(node -> assertForeignStands(scenario.node(node)));
      VIPS.forEach(vip -> serves(scenario, vip));
      // A dropped FIN would leave the connection behind, and the client would not notice.
      scenario.eventually(
          () ->
              assertThat(scenario.node("rs01").sh("ss -Htn state established sport = :80"))
                  .isEmpty());
      scenario.node("lb01").sh("ipvsadm -d -t 10.23.21.180:80 -r 10.23.190.76:80");
      scenario.eventually(
          () ->
              assertThat(scenario.node("lb01").sh("ipvsadm -Sn"))
                  .contains("-a -t 10.23.21.180:80 -r 10.23.190.76:80"));
      NODES.forEach(node -> assertForeignStands(scenario.node(node)));
    } finally {
      // Closing the scenario has compared every node with its state before, which holds the foreign
      // entries.
      NODES.forEach(node -> bed.node(node).sh(AWAY));
    }
  }

  private static void moveIn(Bed bed) {
    bed.loadModule("ipip");
    NODES.forEach(node -> bed.node(node).sh(FOREIGN));
  }

  private static void serves(Scenario scenario, String vip) {
    Node client = scenario.node("client");
    Tally web = client.ask(Load.http(vip + ":80").times(6));
    assertThat(web.failures()).as(vip).isEmpty();
    assertThat(web.answers()).as(vip).isEqualTo(Map.of("Hello From RS01", 3, "Hello From RS02", 3));
    Tally datagrams = client.ask(Load.udp(vip + ":5300").times(6));
    assertThat(datagrams.failures()).as(vip).isEmpty();
    assertThat(datagrams.answers()).as(vip).isEqualTo(Map.of("RS01", 3, "RS02", 3));
  }

  @Test
  void cleanupGivesTheNodeBackAndRefusesWhileTheAgentRuns(Bed bed) {
    moveIn(bed);
    Map<String, NodeState> before = new LinkedHashMap<>();
    NODES.forEach(node -> before.put(node, NodeState.of(bed.node(node))));
    try (Scenario scenario = Scenario.of(bed, CoexistenceIT.class)) {
      before.forEach(
          (name, state) -> {
            Node node = scenario.node(name);
            String asPlanned = Scenario.state(node);
            assertThat(bed.tool(name, "cleanup"))
                .satisfies(r -> assertThat(r.status()).isNotZero())
                .satisfies(r -> assertThat(r.out() + r.err()).contains(name));
            bed.agent(name).stop();
            assertThat(Scenario.state(node))
                .as("a stopped agent leaves traffic alone")
                .isEqualTo(asPlanned);
            if (name.startsWith("rs")) {
              assertThat(bed.tool(name, "cleanup"))
                  .as("the director sends to it")
                  .satisfies(r -> assertThat(r.status()).isEqualTo(1))
                  .satisfies(r -> assertThat(r.err()).contains("lb01 (", "--force"));
              assertThat(Scenario.state(node)).isEqualTo(asPlanned);
            }
            assertThat(node.sh("ls " + Bed.SAVED)).contains("intent.json");
            assertThat(bed.tool(name, "cleanup", "--force").status()).isZero();
            assertThat(node.sh("ls " + Bed.SAVED)).doesNotContain("intent.json");
            Scenario.assertAsBefore(name + " after cleanup", node, state);
            assertThat(bed.tool(name, "cleanup").status()).as("a second time").isZero();
            bed.agent(name).start();
            List<String> vips = VIPS.stream().filter(asPlanned::contains).toList();
            scenario.eventually(() -> assertThat(Scenario.state(node)).contains(vips));
          });
      scenario.ready();
      VIPS.forEach(vip -> serves(scenario, vip));
    } finally {
      NODES.forEach(node -> bed.node(node).sh(AWAY));
    }
  }

  private static void assertForeignStands(Node node) {
    assertThat(
            node.sh(
                """
                ipvsadm -Sn
                ip addr show kube-ipvs0
                ip addr show tunl0
                ip rule
                ip route show table 500
                nft list table inet somebody
                """))
        .contains("-A -t 10.96.0.10:53 -s rr -p 60")
        .contains("-a -t 10.96.0.10:53 -r 10.23.60.3:53 -m -w 1")
        .contains("-A -u 10.96.0.10:53 -s sh")
        .contains("-a -u 10.96.0.10:53 -r 10.23.60.3:53 -m -w 1")
        .contains("inet 10.96.0.10/32 scope global kube-ipvs0")
        .contains("tunl0@NONE: <NOARP,UP,LOWER_UP>", "inet 10.244.7.1/32 scope global tunl0")
        .contains("fwmark 0x8000/0x8000 lookup 500")
        .contains("default via 10.23.0.1 dev eth0")
        .contains("ct state invalid counter packets 0 bytes 0 drop");
  }
}
