package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.LB01;
import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.VIP_6;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.part;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.VipRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ports of a VIP that no service has are closed, and nothing else. */
class ClosedVipsTest {
  private static final List<PortMapping> HTTP = List.of(new PortMapping(Protocol.TCP, 80, 80));

  private final NodeUnderTest director = new NodeUnderTest(Tutorial.director());
  private final NodeUnderTest server = new NodeUnderTest(Tutorial.realServer());

  private static List<VipRule> rules(NodeUnderTest node) {
    return node.desired.packetRules().rules().stream()
        .flatMap(r -> r instanceof VipRule rule ? Stream.of(rule) : Stream.empty())
        .toList();
  }

  private static VipRule served(Protocol protocol, int first, int last) {
    return new VipRule.Served(VIP, protocol, new PortRange(first, last));
  }

  @Test
  void letsADirectorsOwnConnectionsAndTheServicesPortsThrough() {
    director
        .directs(
            service().tcp(443, 443).udp(53, 53).tcp(80, 8080).backend(RS01, 1).build(),
            service()
                .name("ftp")
                .tcp(21, 21)
                .marked(Protocol.TCP, 81, 90, 0x1001)
                .backend(RS01, 1)
                .build())
        .pass();
    assertThat(rules(director))
        .containsExactlyInAnyOrder(
            new VipRule.Closed(VIP, true),
            served(Protocol.TCP, 21, 21),
            served(Protocol.TCP, 80, 80),
            served(Protocol.TCP, 81, 90),
            served(Protocol.TCP, 443, 443),
            served(Protocol.UDP, 53, 53));
    assertThat(director.kernel.dump().lines())
        .containsSubsequence(
            "add rule inet lvs-operator vip-ports iifname \"lo\" accept",
            "add rule inet lvs-operator vip-ports ip daddr != @closed-4 accept",
            "add rule inet lvs-operator vip-ports ip daddr . meta l4proto . th dport @served-4 accept",
            "add rule inet lvs-operator vip-ports ip daddr . tcp dport @served-ranges-tcp-4 accept",
            "add rule inet lvs-operator vip-ports ip daddr @closed-4 tcp flags & (syn | ack) == syn drop",
            "add rule inet lvs-operator vip-ports ip daddr @directed-4 meta l4proto { udp, sctp } th dport 0-65535 ct state new drop");
  }

  @Test
  void standsBeforeTheVipAndUntilItIsGone() {
    assertThat(director.directs(service().tcp(80, 80).backend(RS01, 1).build()).pass())
        .containsSubsequence(
            "nft 'add element inet lvs-operator closed-4 { 10.23.21.180 }'",
            "ip addr add 10.23.21.180/32 dev eth0");
    assertThat(director.directs().pass())
        .containsSubsequence(
            "ip addr del 10.23.21.180/32 dev eth0", "nft 'delete table inet lvs-operator'");
    assertThat(server.hosts(part("web", VIP, Mode.DR, HTTP, lb01())).pass())
        .containsSubsequence(
            "nft 'add element inet lvs-operator hidden-4 { 10.23.21.180 }'",
            "ip addr add 10.23.21.180/32 dev lo");
    assertThat(server.hosts().pass())
        .containsSubsequence(
            "ip addr del 10.23.21.180/32 dev lo", "nft 'delete table inet lvs-operator'");
  }

  @Test
  void aRealServerWithoutTheVipHasNothingToClose() {
    server.hosts(part("web", VIP, HTTP, lb01()), part("full", VIP, Mode.FULLNAT, HTTP, lb01()));
    server.pass();
    assertThat(rules(server)).isEmpty();
  }

  @Test
  void leavesAnOwnAddressAlone() {
    director.directs(service().ownVip().tcp(80, 80).backend(RS01, 1).build()).pass();
    assertThat(director.kernel.dump()).contains("-A -t " + LB01 + ":80");
    assertThat(rules(director)).isEmpty();
  }

  @Test
  void aWholeAddressHasEveryPortOfItsProtocolAlone() {
    director
        .directs(service().marked(Protocol.TCP, 1, 65535, 0x1001).backend(RS01, 1).build())
        .pass();
    assertThat(rules(director))
        .containsExactlyInAnyOrder(new VipRule.Closed(VIP, true), served(Protocol.TCP, 1, 65535));
  }

  @Test
  void opensAndClosesOneVipBesideAnother() {
    IpAddress other = IpAddress.parse("10.23.21.181");
    director.probes.put(other, new ProbeResult.Free());
    director.directs(
        service().tcp(80, 80).backend(RS01, 1).build(),
        service().name("other").vip(other).tcp(80, 80).backend(RS01, 1).build());
    director.pass();
    assertThat(director.kernel.dump()).contains("closed-4 { 10.23.21.180, 10.23.21.181 }");
    director.open(other).pass();
    assertThat(rules(director))
        .containsExactlyInAnyOrder(new VipRule.Closed(VIP, true), served(Protocol.TCP, 80, 80));
    director.open(VIP, other).pass();
    assertThat(rules(director)).isEmpty();
    assertThat(director.kernel.dump()).contains("ip addr 10.23.21.180/32 dev eth0");
    director.open().pass();
    assertThat(rules(director)).hasSize(4);
    assertThat(director.pass()).isEmpty();
  }

  @Test
  void aNodeThatDirectsAndServesClosesTheVipOnce() {
    NodeUnderTest both = new NodeUnderTest(Tutorial.director());
    both.directs(service().mode(Mode.DR).tcp(80, 80).udp(53, 53).backend(LB01, 1).build());
    both.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(RS01 + "/16"), 0));
    both.hosts(part("api", VIP, Mode.DR, List.of(new PortMapping(Protocol.UDP, 55, 55))));
    both.pass();
    assertThat(rules(both))
        .containsExactlyInAnyOrder(
            new VipRule.Closed(VIP, true),
            served(Protocol.TCP, 80, 80),
            served(Protocol.UDP, 53, 53),
            served(Protocol.UDP, 55, 55));
  }

  @Test
  void closesIpv6InTheSameWay() {
    NodeUnderTest six = new NodeUnderTest(Tutorial.director6());
    six.directs(service().vip(VIP_6).tcp(80, 80).backend(Tutorial.RS01_6, 1).build()).pass();
    assertThat(six.kernel.dump())
        .contains(
            "ip6 daddr != @closed-6 accept",
            "ip6 daddr @closed-6 tcp flags & (syn | ack) == syn drop",
            "served-6 { fd00:23::180 . tcp . 80 }");
  }

  /** Written earlier, the table would already lack the mark that leads to the old one. */
  @Test
  void aChangeOfPortsWaitsForTheVirtualServerThatTakesThem() {
    director
        .directs(service().marked(Protocol.TCP, 8000, 8099, 0x1001).backend(RS01, 1).build())
        .pass();
    assertThat(
            director.directs(service().tcp(8080, 8080).backend(RS01, 1).build()).pass().stream()
                .filter(command -> !command.contains(" table ")))
        .startsWith("ipvsadm -A -t 10.23.21.180:8080 -s rr")
        .containsSubsequence(
            "ipvsadm -a -t 10.23.21.180:8080 -r 10.23.190.76:8080 -m -w 1",
            "nft 'add element inet lvs-operator served-4 { 10.23.21.180 . tcp . 8080 }'");
    assertThat(director.pass()).isEmpty();
  }
}
