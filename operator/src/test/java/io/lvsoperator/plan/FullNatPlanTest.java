package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.part;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullNatPlanTest {
  private static final IpAddress SOURCE = IpAddress.parse("10.23.21.190");
  private static final IpAddress OTHER = IpAddress.parse("10.23.21.191");

  private final NodeUnderTest node = new NodeUnderTest(Tutorial.director());
  private final String start = node.kernel.dump();

  private static Tutorial.ServiceBuilder web() {
    return service().mode(Mode.FULLNAT).tcp(80, 8000).backend(RS01, 1);
  }

  private void free(IpAddress... addresses) {
    for (IpAddress address : addresses) {
      node.probes.put(address, new ProbeResult.Free());
    }
  }

  @Test
  void afterItNatKeepsTheSourcesOfRealServersThatReportNothingUntilTheyAreIdle() {
    node.open(VIP).directs(web().build()).pass();
    VirtualServerKey key = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
    Destination.Key rs01 = new Destination.Key(RS01, 8000);
    node.kernel.ipvs.connections(key, rs01, 1);
    node.directs(service().tcp(80, 8000).backend(RS01, 1).build()).pass();
    assertThat(node.kernel.dump())
        .contains("source-nat ct status snat accept")
        .doesNotContain("masquerade");
    assertThat(node.pass()).isEmpty();
    node.kernel.ipvs.connections(key, rs01, 0);
    assertThat(node.pass()).containsExactly("nft 'delete table inet lvs-operator'");
  }

  @Test
  void writesTheDirectorsOwnAddressAsSourceWhereNoPoolIsNamed() {
    assertThat(node.open(Tutorial.VIP).directs(web().build()).pass())
        .containsExactly(
            "sysctl -w net.ipv4.conf.all.send_redirects=0",
            "sysctl -w net.ipv4.conf.eth0.forwarding=1",
            "sysctl -w net.ipv4.conf.eth0.send_redirects=0",
            "sysctl -w net.ipv4.vs.conntrack=1",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1",
            "nft 'add table inet lvs-operator'",
            "nft 'delete table inet lvs-operator'",
            "nft 'add table inet lvs-operator'",
            "nft 'add set inet lvs-operator sources-2e61c033-4 { type ipv4_addr; }'",
            "nft 'add set inet lvs-operator translated-4 { type ipv4_addr . inet_proto . inet_service; }'",
            "nft 'add chain inet lvs-operator translated-local { type filter hook output priority -110; policy accept; }'",
            "nft 'add rule inet lvs-operator translated-local ct state new ip daddr . meta l4proto . th dport @translated-4 ct mark set ct mark and 0xffffff80 or 0x00000001'",
            "nft 'add chain inet lvs-operator translated { type filter hook input priority 91; policy accept; }'",
            "nft 'add rule inet lvs-operator translated ct state new ip daddr . meta l4proto . th dport @translated-4 ct mark set ct mark and 0xffffff80 or 0x00000001'",
            "nft 'add chain inet lvs-operator source-nat { type nat hook postrouting priority 95; policy accept; }'",
            "nft 'add rule inet lvs-operator source-nat ct mark and 0x0000007f == 0x00000001 meta l4proto { tcp, udp, sctp } ct original ip daddr @sources-2e61c033-4 ip daddr != @sources-2e61c033-4 masquerade to :10000-29999'",
            "nft 'add element inet lvs-operator sources-2e61c033-4 { 10.23.21.180 }'",
            "nft 'add element inet lvs-operator translated-4 { 10.23.21.180 . tcp . 80 }'",
            "ipvsadm -A -t 10.23.21.180:80 -s rr",
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:8000 -m -w 1",
            "ip addr add 10.23.21.180/32 dev eth0",
            "arping -U -c 1 -I eth0 10.23.21.180");
    assertThat(node.pass()).isEmpty();
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void holdsItsSourceAddressBeforeAnyRuleNamesIt() {
    free(SOURCE);
    List<String> commands = node.directs(web().sources(SOURCE.toString()).build()).pass();
    assertThat(commands)
        .containsSubsequence(
            "ip addr add 10.23.21.190/32 dev eth0",
            "arping -U -c 1 -I eth0 10.23.21.190",
            "nft 'add element inet lvs-operator translated-4 { 10.23.21.180 . tcp . 80 }'",
            "ip addr add 10.23.21.180/32 dev eth0");
    assertThat(commands).anyMatch(c -> c.endsWith(" snat ip to 10.23.21.190'"));
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void choosesFromThePoolByTheSameFunctionEverywhere() {
    free(SOURCE, OTHER);
    node.directs(web().udp(53, 53).sources(SOURCE.toString(), OTHER.toString()).build()).pass();
    assertThat(node.kernel.dump())
        .contains(
            " snat ip to jhash ip saddr . th sport mod 2 seed 0x6c7673 map { 0 : 10.23.21.190, 1 : 10.23.21.191 }",
            "translated-4 { 10.23.21.180 . tcp . 80, 10.23.21.180 . udp . 53 }");
  }

  @Test
  void asksForTheSourceAddressFirstAndAddsNoVipWithoutOne() {
    node.directs(web().sources(SOURCE.toString()).build());
    node.pass();
    assertThat(node.desired.probes()).contains(new Desired.Probe("eth0", SOURCE));
    assertThat(node.kernel.dump()).doesNotContain("ip addr 10.23.21.180");
    node.probes.put(SOURCE, new ProbeResult.InUse(MacAddress.parse("02:00:00:00:00:77")));
    node.pass();
    assertThat(node.desired.outcomes().get(Tutorial.WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("AddressInUse"))
        .satisfies(o -> assertThat(o.message()).contains("source address 10.23.21.190"))
        .satisfies(o -> assertThat(o.blocking()).isTrue());
  }

  @Test
  void goesOnWithTheSourceAddressesThatItHas() {
    free(SOURCE);
    node.probes.put(OTHER, new ProbeResult.InUse(MacAddress.parse("02:00:00:00:00:77")));
    node.directs(web().sources(SOURCE.toString(), OTHER.toString()).build()).pass();
    assertThat(node.kernel.dump())
        .contains("snat ip to 10.23.21.190", "ip addr 10.23.21.180/32 dev eth0");
    assertThat(node.desired.outcomes().get(Tutorial.WEB).blocking()).isFalse();
  }

  @Test
  void keepsAVipThatStandsWhenAPoolIsNamedLater() {
    node.directs(web().build()).pass();
    node.directs(web().sources(SOURCE.toString()).build()).pass();
    assertThat(node.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev eth0", "masquerade to :10000-29999");
    free(SOURCE);
    node.pass();
    assertThat(node.kernel.dump()).contains("snat ip to 10.23.21.190").doesNotContain("masquer");
  }

  @Test
  void needsNothingOnARealServer() {
    NodeUnderTest server = new NodeUnderTest(Tutorial.realServer());
    var ports = List.of(new PortMapping(Protocol.TCP, 80, 8000));
    assertThat(server.hosts(part("web", VIP, Mode.FULLNAT, ports, lb01())).pass()).isEmpty();
    assertThat(server.standing().parts()).hasSize(1);
  }

  @Test
  void takesNoPortsThatTheHostsOwnConnectionsMayHave() {
    node.directs(web().build());
    node.kernel.parameters.put(Sysctl.LOCAL_PORTS, "32768\t60999");
    node.pass();
    assertThat(node.kernel.dump()).contains("masquerade to :10000-29999");
    node.kernel.parameters.put(Sysctl.LOCAL_PORTS, "20000\t49999");
    node.pass();
    assertThat(node.kernel.dump()).contains("masquerade to :1024-19999");
    assertThat(node.desired.outcomes()).isEmpty();
    node.kernel.parameters.put(Sysctl.LOCAL_PORTS, "1024\t65535");
    node.pass();
    assertThat(node.kernel.dump()).contains("masquerade to :10000-29999");
    saysThatPortsRunShortUntilThereIsAPool("10000-29999", "(1024 to 65535)");
  }

  @Test
  void saysInTimeWhenSourcePortsRunShort() {
    var key = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
    var destination = new Destination.Key(RS01, 8000);
    node.directs(web().build()).pass();
    node.kernel.ipvs.connections(key, destination, 15_999);
    node.pass();
    assertThat(node.desired.outcomes()).isEmpty();
    node.kernel.ipvs.connections(key, destination, 16_000);
    node.pass();
    saysThatPortsRunShortUntilThereIsAPool("20000", "10.23.190.76:8000");
  }

  private void saysThatPortsRunShortUntilThereIsAPool(String... words) {
    assertThat(node.desired.outcomes().get(Tutorial.WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("SourcePortsShort"))
        .satisfies(o -> assertThat(o.message()).contains(words))
        .satisfies(o -> assertThat(o.blocking()).isFalse());
    free(SOURCE);
    node.directs(web().sources(SOURCE.toString()).build()).pass();
    assertThat(node.desired.outcomes()).isEmpty();
  }
}
