package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lab's eyes, without the product: which way packets went, who claims an address, with direct
 * routing by hand as what they look at.
 */
@LabTest(agents = {})
class LabListenersIT {

  private static final String HIDE =
      "echo 1 > /proc/sys/net/ipv4/conf/eth0/arp_ignore; echo 2 > /proc/sys/net/ipv4/conf/eth0/arp_announce";
  private static final String SHOW =
      "echo 0 > /proc/sys/net/ipv4/conf/eth0/arp_ignore; echo 0 > /proc/sys/net/ipv4/conf/eth0/arp_announce";

  @ParameterizedTest
  @ValueSource(strings = {"10.23.21.201", "fd00:23::201"})
  void directRoutingByHandShowsItsWayAndOnlyTheDirectorClaimsTheVip(String vip, Bed bed) {
    Node director = bed.node("lb01");
    Node server = bed.node("rs01");
    Node client = bed.node("client");
    String web = Load.target(vip, 80);
    String real = Load.target(own(server, vip), 80);
    Running<Claims> claims = bed.claims(vip);
    server.sh(HIDE + "; " + address("add", vip, "lo"));
    director.sh(
        "%s; ipvsadm -A -t %s -s rr; ipvsadm -a -t %s -r %s -g"
            .formatted(address("add", vip, "eth0"), web, web, real));
    Running<Traffic> onDirector = director.watch(vip);
    Running<Traffic> onServer = server.watch(vip);
    try {
      Tally tally = client.ask(Load.http(web).times(4));
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.answers()).containsExactly(Map.entry("Hello From RS01", 4));
      assertThat(tally.clients()).containsExactly(Map.entry(own(client, vip), 4));
    } finally {
      director.sh("ipvsadm -C; " + address("del", vip, "eth0"));
      server.sh(address("del", vip, "lo") + "; " + SHOW);
    }
    Traffic there = onDirector.stop().of("tcp");
    assertThat(there.to(vip).incoming().packets()).isGreaterThanOrEqualTo(4 * 4);
    assertThat(there.to(vip).outgoing().destinationMacs()).containsExactly(mac(server));
    assertThat(there.from(vip).packets()).isZero();
    Traffic replies = onServer.stop().of("tcp").from(vip);
    assertThat(replies.outgoing().packets()).isGreaterThanOrEqualTo(4 * 3);
    assertThat(replies.outgoing().destinationMacs()).containsExactly(mac(bed.node("gw")));
    Claims all = claims.stop();
    assertThat(all.asked()).isGreaterThan(2);
    assertThat(all.machines()).as(all.toString()).containsExactly("lb01");
    assertThat(all.macs()).containsExactly(mac(director));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.23.21.202", "fd00:23::202"})
  void twoMachinesThatClaimOneAddressAreBothHeard(String vip, Bed bed) {
    String strayDevice = vip.contains(":") ? "eth0" : "lo";
    try (Running<Claims> claims = bed.claims(vip)) {
      bed.node("lb02").sh(address("add", vip, "eth0"));
      bed.node("rs02").sh(address("add", vip, strayDevice));
      Scenario.sleep(bed.patience(Duration.ofMillis(500)));
      bed.node("rs02").sh(address("del", vip, strayDevice));
      bed.node("lb02").sh(address("del", vip, "eth0"));
      assertThat(claims.stop().machines()).containsExactlyInAnyOrder("lb02", "rs02");
    }
  }

  @Test
  void aRequestThatNamesTheVipAsItsSenderIsAClaim(Bed bed) {
    Node server = bed.node("rs02");
    String vip = "10.23.21.203";
    try (Running<Claims> claims = bed.claims(vip)) {
      server.sh("echo 1 > /proc/sys/net/ipv4/conf/eth0/arp_ignore; " + address("add", vip, "lo"));
      // Without arp_announce the kernel asks for the next hop in the name of the packet's source.
      server.run("/bin/sh", "-c", "ip neigh flush dev eth0; ip neigh del 10.23.50.50 dev eth0");
      bed.node("near").ask(Load.udp(Load.target(vip, 5300)).within(Duration.ofMillis(200)));
      bed.node("near").sh("ip neigh replace %s lladdr %s dev eth0".formatted(vip, mac(server)));
      bed.node("near").ask(Load.udp(Load.target(vip, 5300)).times(2));
      bed.node("near").sh("ip neigh del %s dev eth0".formatted(vip));
      server.sh(address("del", vip, "lo") + "; " + SHOW);
      Claims all = claims.stop();
      assertThat(all.all())
          .as(all.toString())
          .allMatch(c -> c.kind().equals("arp-request") && c.machine().equals("rs02"))
          .isNotEmpty();
    }
  }

  @Test
  void aDefaultRouteFromRouterAdvertisementsLastsUntilTheNodeForwards(Bed bed) {
    Node node = bed.node("lb02");
    String before = node.sh("ip -6 route show default");
    try (AdvertisedRoute route = AdvertisedRoute.on(bed, "lb02")) {
      assertThat(route.text()).contains("proto ra", "dev eth0");
      assertThat(bed.node("lb01").sh("ip -6 route show default")).doesNotContain("proto ra");
      Tally far = node.ask(Load.http(Load.target(bed.node("rs04").address6(), 80)));
      assertThat(far.failures()).isEmpty();
      node.sh("echo 1 > /proc/sys/net/ipv6/conf/eth0/forwarding");
      assertThat(route.text()).isEmpty();
    } finally {
      node.sh("echo 0 > /proc/sys/net/ipv6/conf/eth0/forwarding");
    }
    assertThat(node.sh("ip -6 route show default")).isEqualTo(before);
  }

  private static String own(Node node, String likeThis) {
    return likeThis.contains(":") ? node.address6() : node.address();
  }

  private static String address(String verb, String vip, String device) {
    String options = verb.equals("add") && vip.contains(":") ? " nodad" : "";
    return "ip addr %s %s/%d dev %s%s"
        .formatted(verb, vip, vip.contains(":") ? 128 : 32, device, options);
  }

  private static String mac(Node node) {
    return node.sh("cat /sys/class/net/eth0/address");
  }
}
