package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.lb02;
import static io.lvsoperator.plan.Tutorial.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealServerPlanTest {
  private static final List<PortMapping> HTTP = List.of(new PortMapping(Protocol.TCP, 8000, 80));

  private final NodeUnderTest node = new NodeUnderTest(Tutorial.realServer());
  private final String start = node.kernel.dump();

  private static HostedPart web() {
    return part("web", VIP, HTTP, lb01());
  }

  private Set<Integer> marked(Protocol protocol) {
    return node.kernel.packetTable.known().rules().stream()
        .flatMap(r -> r instanceof PacketRule.MarkFromDirector m ? Stream.of(m) : Stream.empty())
        .filter(rule -> rule.protocol() == protocol)
        .map(rule -> rule.ports().first())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static HostedPart web(int target, DirectorPeer... by) {
    return part("web", VIP, List.of(new PortMapping(Protocol.TCP, 8000, target)), by);
  }

  @Test
  void twoVersionsOfAServiceStandSideBySideAndEachGoesAlone() {
    node.hosts(web()).pass();
    String first = node.kernel.dump();
    HostedPart moved = web(8080, lb01());
    node.hosts(web(), moved).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 8080);
    assertThat(node.standing().parts()).containsOnlyKeys(web().id(), moved.id());
    assertThat(node.later(Duration.ofDays(1)).pass()).as("as long as both are asked for").isEmpty();
    node.hosts(moved).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(8080);
    assertThat(node.standing().parts()).containsOnlyKeys(moved.id());
    node.hosts(moved, web()).pass();
    node.hosts(web()).pass();
    assertThat(node.kernel.dump()).isEqualTo(first);
    node.hosts().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void twoServicesOnOneVipAreTwoPartsAndOneGoesAlone() {
    HostedPart dns = part("dns", VIP, List.of(new PortMapping(Protocol.UDP, 53, 5353)), lb01());
    node.hosts(web()).pass();
    String before = node.kernel.dump();
    node.hosts(web(), dns).pass();
    assertThat(node.standing().parts()).containsOnlyKeys(web().id(), dns.id());
    node.hosts(web()).pass();
    assertThat(node.kernel.dump()).isEqualTo(before);
    assertThat(node.standing().parts()).containsOnlyKeys(web().id());
  }

  @Test
  void namesTheDirectorsWhosePacketsItTakes() {
    HostedPart dns = part("dns", VIP, List.of(new PortMapping(Protocol.UDP, 53, 5353)), lb01());
    HostedPart both = part("web", VIP, HTTP, lb01(), lb02());
    node.hosts(both, dns).pass();
    assertThat(node.standing().parts())
        .containsOnly(
            Map.entry(both.id(), new TreeSet<>(Set.of("lb01", "lb02"))),
            Map.entry(dns.id(), new TreeSet<>(Set.of("lb01"))));
    DirectorPeer far = Tutorial.peer("lb09", "02:00:00:00:00:09", "192.0.2.9/24");
    node.hosts(part("web", VIP, HTTP, lb01(), lb02(), far)).pass();
    assertThat(node.standing().parts().get(both.id()))
        .as("an exception towards lb09 alone")
        .containsExactly("lb01", "lb02");
    assertThat(node.desired.partOutcomes()).isEmpty();
  }

  @Test
  void takesAWayBackWhenItsDirectorNoLongerAsks() {
    node.hosts(web()).pass();
    String before = node.kernel.dump();
    node.hosts(part("web", VIP, HTTP, lb01(), lb02())).pass();
    node.hosts(web()).pass();
    assertThat(node.kernel.dump()).isEqualTo(before);
    assertThat(node.standing().parts().get(web().id())).containsExactly("lb01");
  }

  @Test
  void keepsWhatIsAskedForHoweverLongAndRemovesItAtOnceWhenNobodyAsks() {
    node.hosts(web()).pass();
    assertThat(node.later(Duration.ofDays(365)).pass()).isEmpty();
    node.hosts().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void sendsRepliesBackToTheDirectorAndTouchesNoDefaultRoute() {
    assertThat(node.hosts(web()).pass())
        .containsExactly(
            "ip route add default via 10.23.21.184 dev eth0 table 7727 proto 76",
            "ip rule add pref 7600 fwmark 0x7f/0x7f lookup 7727 protocol 76",
            "nft 'add table inet lvs-operator'",
            "nft 'delete table inet lvs-operator'",
            "nft 'add table inet lvs-operator'",
            "nft 'add set inet lvs-operator from-director-0x7f-4 { type ifname . ether_addr . ipv4_addr . inet_proto . inet_service; }'",
            "nft 'add chain inet lvs-operator from-directors { type filter hook prerouting priority -145; policy accept; }'",
            "nft 'add rule inet lvs-operator from-directors ct direction original ct state new iifname . ether saddr . ip daddr . meta l4proto . th dport @from-director-0x7f-4 ct mark set ct mark and 0xffffff80 or 0x0000007f'",
            "nft 'add rule inet lvs-operator from-directors ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'",
            "nft 'add chain inet lvs-operator replies { type route hook output priority -145; policy accept; }'",
            "nft 'add rule inet lvs-operator replies ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'",
            "nft 'add element inet lvs-operator from-director-0x7f-4 { \"eth0\" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 80 }'");
    assertThat(node.pass()).isEmpty();
    assertThat(node.standing().parts()).containsOnlyKeys(web().id());
    assertThat(node.kernel.routes).contains(Tutorial.gateway());
    assertThat(node.hosts().pass())
        .containsExactly(
            "nft 'delete table inet lvs-operator'",
            "ip rule del pref 7600 fwmark 0x7f/0x7f lookup 7727 protocol 76",
            "ip route del default via 10.23.21.184 dev eth0 table 7727 proto 76");
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void keepsADirectorsMarkWhenAnotherDirectorComes() {
    node.hosts(part("web", VIP, HTTP, lb02())).pass();
    node.hosts(part("web", VIP, HTTP, lb01(), lb02())).pass();
    assertThat(node.kernel.rules).extracting("table").containsExactlyInAnyOrder(7727, 7726);
    assertThat(node.kernel.routes)
        .contains(
            new Route(
                7727,
                Subnet.parse("0.0.0.0/0"),
                Optional.of(IpAddress.parse("10.23.21.185")),
                "eth0",
                Ownership.PROTOCOL));
    String both = node.kernel.dump();
    assertThat(both).contains("02:00:00:00:00:01", "02:00:00:00:00:02");
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void marksThePortsOfAllServicesOfADirector() {
    node.hosts(
            web(),
            part("tls", VIP, List.of(new PortMapping(Protocol.TCP, 443, 8443)), lb01()),
            part("dns", VIP, List.of(new PortMapping(Protocol.UDP, 53, 5353)), lb01()))
        .pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 8443);
    assertThat(marked(Protocol.UDP)).containsExactly(5353);
    node.hosts(web()).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80);
    assertThat(marked(Protocol.UDP)).isEmpty();
  }

  @Test
  void saysWhenNoDirectorIsOnItsLink() {
    HostedPart far =
        part("web", VIP, HTTP, Tutorial.peer("lb09", "02:00:00:00:00:09", "192.0.2.9/24"));
    node.hosts(far).pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.desired.partOutcomes().get(far.id()))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("DirectorNotOnLink"))
        .satisfies(o -> assertThat(o.message()).contains("lb09", "10.23.190.76"));
    assertThat(node.standing().parts()).isEmpty();
  }

  @Test
  void needsNoWayBackToItself() {
    HostedPart own =
        part("web", VIP, HTTP, Tutorial.peer("rs01", "02:00:00:00:00:11", RS01 + "/16"));
    node.hosts(own).pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.desired.partOutcomes()).isEmpty();
    assertThat(node.standing().parts()).containsOnlyKeys(own.id());
  }

  @Test
  void actsOnlyForAnAddressThatItHas() {
    node.kernel.addresses.removeIf(a -> a.address().equals(RS01));
    node.hosts(web()).pass();
    assertThat(node.desired.partOutcomes().get(web().id()).reason()).isEqualTo("AddressNotLocal");
    assertThat(node.standing().parts()).isEmpty();
    assertThat(node.kernel.rules).isEmpty();
  }

  @Test
  void repairsRuleRouteAndTableAndSaysMeanwhileThatThePartIsNotInPlace() {
    node.hosts(web()).pass();
    String before = node.kernel.dump();
    node.kernel.rules.clear();
    assertThat(node.standing().parts()).isEmpty();
    node.kernel.routes.removeIf(r -> r.table() == 7727);
    node.kernel.packetTable = new PacketTableState.Altered();
    node.pass();
    assertThat(node.kernel.dump()).isEqualTo(before);
    assertThat(node.standing().parts()).containsOnlyKeys(web().id());
  }

  @Test
  void followsADirectorWhoseMacChanges() {
    node.hosts(web()).pass();
    node.hosts(
            part(
                "web",
                VIP,
                HTTP,
                Tutorial.peer("lb01", "02:00:00:00:00:aa", Tutorial.LB01 + "/16")))
        .pass();
    assertThat(node.kernel.dump()).contains("02:00:00:00:00:aa").doesNotContain("00:00:01 ");
    assertThat(node.kernel.rules).hasSize(1);
  }

  @Test
  void saysWhenItCannotTellSoManyDirectorsApart() {
    DirectorPeer[] four = new DirectorPeer[4];
    for (int i = 0; i < 4; i++) {
      four[i] = Tutorial.peer("lb" + i, "02:00:00:00:01:0" + i, "10.23.21.10" + i + "/16");
    }
    HostedPart wide = part("wide", VIP, HTTP, four);
    node.hosts(web(), wide);
    Desired desired =
        new Planner(new PlanOptions(0x3000, 7600, 7600))
            .plan(node.intent, node.kernel.observe(Map.of()), Ownership.NONE, node.now);
    assertThat(desired.rules())
        .extracting(r -> r.mark().toString())
        .containsExactlyInAnyOrder("0x2000/0x3000", "0x3000/0x3000");
    assertThat(desired.partOutcomes().get(wide.id()))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("MarksExhausted"))
        .satisfies(o -> assertThat(o.message()).contains("0x3000", "2 directors"));
  }
}
