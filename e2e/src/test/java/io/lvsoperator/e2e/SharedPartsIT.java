package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What several services share on a node stays until the last of them has gone: a VIP with two
 * services in DR, hidden on real servers that also serve one in NAT and one in TUN.
 */
@Order(LabTest.LATE)
@LabTest
class SharedPartsIT {
  private static final String VIP = "10.23.21.180";
  private static final String WEB = VIP + ":80";
  private static final String NAT = "10.23.21.181:80";
  private static final String TUN = "10.23.21.182:80";

  @Test
  void aServiceThatGoesLeavesTheOthersOnItsVipAndItsRealServersAlone(Bed bed) {
    try (Running<Claims> listening = bed.claims(VIP);
        Scenario scenario = Scenario.of(bed, SharedPartsIT.class)) {
      Node client = scenario.node("client");
      for (Node from : List.of(client, scenario.node("near"))) {
        bothAnswer(from, Load.http(WEB));
        bothAnswer(from, Load.http(NAT));
        bothAnswer(from, Load.http(TUN));
      }
      Running<Tally> web = client.keepAsking(Load.steady(WEB));
      goes(bed, scenario, "echo", "-A -u " + VIP);
      assertThat(hidden(scenario.node("rs01"))).isEqualTo("hidden");

      goes(bed, scenario, "nat", "-A -t " + NAT);
      scenario.eventually(
          () -> assertThat(scenario.node("rs01").sh("ip rule")).doesNotContain("fwmark"));
      assertThat(hidden(scenario.node("rs01"))).isEqualTo("hidden");
      goes(bed, scenario, "tun", "-A -t " + TUN);
      scenario.eventually(
          () -> assertThat(scenario.node("rs01").sh("ip addr")).doesNotContain("10.23.21.182"));
      assertThat(hidden(scenario.node("rs01"))).isEqualTo("hidden");
      Tally throughout = web.stop();
      assertThat(throughout.failures()).isEmpty();
      assertThat(throughout.requests()).isGreaterThan(10);

      scenario.apply(Manifest.of(SharedPartsIT.class)).ready();
      Running<Tally> nat = client.keepAsking(Load.steady(NAT));
      goes(bed, scenario, "web", "-A -t " + WEB);
      goes(bed, scenario, "echo", "-A -u " + VIP);
      scenario.eventually(
          () -> assertThat(scenario.node("rs01").sh("ip addr show lo")).doesNotContain(VIP));
      bothAnswer(scenario.node("near"), Load.http(TUN));
      assertThat(arp(scenario.node("rs01"))).isEqualTo("12");
      goes(bed, scenario, "tun", "-A -t " + TUN);
      scenario.eventually(() -> assertThat(arp(scenario.node("rs01"))).isEqualTo("00"));
      bothAnswer(scenario.node("near"), Load.http(NAT));
      Tally rest = nat.stop();
      assertThat(rest.failures()).isEmpty();
      assertThat(rest.requests()).isGreaterThan(10);

      scenario.end();
      Claims claims = listening.stop();
      assertThat(claims.machines()).as(claims.toString()).containsExactly("lb01");
    }
  }

  private static void bothAnswer(Node from, Load load) {
    Tally tally = from.ask(load.times(10));
    assertThat(tally.failures()).as("%s asks %s", from.name(), load.target()).isEmpty();
    assertThat(tally.answers()).containsOnlyKeys("Hello From RS01", "Hello From RS02");
    assertThat(tally.clients()).containsOnlyKeys(from.address());
  }

  /** Deletes a service and waits until the director has none of it. */
  private static void goes(Bed bed, Scenario scenario, String service, String virtualServer) {
    bed.kubectl().run("delete", "lvsservice", service).orFail();
    scenario.eventually(
        () -> assertThat(scenario.node("lb01").sh("ipvsadm -Sn")).doesNotContain(virtualServer));
  }

  /** Whether a real server has the VIP, and hides it. */
  private static String hidden(Node realServer) {
    boolean has = realServer.sh("ip addr show lo").contains(VIP + "/32");
    return has ? arp(realServer).equals("12") ? "hidden" : "audible" : "absent";
  }

  /** What a real server does about ARP: arp_ignore and arp_announce. */
  private static String arp(Node realServer) {
    return realServer
        .sh("cd /proc/sys/net/ipv4/conf/eth0; cat arp_ignore arp_announce")
        .replace("\n", "");
  }
}
