package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.lb02;
import static io.lvsoperator.plan.Tutorial.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.ServiceRef;
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
  private static final Intent.Use USE = new Intent.Use("lb01", VIP, RS01);

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

  @Test
  void earlierPortsKeepTheirWayBackAsLongAsADirectorMayUseThem() {
    node.hosts(web()).pass();
    HostedPart moved = part("web", VIP, List.of(new PortMapping(Protocol.TCP, 8000, 8080)), lb01());
    node.hosts(moved).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 8080);
    assertThat(node.pass()).isEmpty();
    HostedPart again = part("web", VIP, List.of(new PortMapping(Protocol.TCP, 8000, 9090)), lb01());
    node.later(Duration.ofSeconds(149)).hosts(again).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 8080, 9090);
    node.later(Duration.ofSeconds(149)).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 8080, 9090);
    node.later(Duration.ofSeconds(1)).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(9090);
    node.hosts(part("web", VIP, HTTP, lb01())).pass();
    node.hosts(again).pass();
    assertThat(marked(Protocol.TCP)).containsExactly(80, 9090);
    node.hosts().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void aDirectorWithoutAReportIsWaitedFor() {
    node.hosts(web()).pass();
    node.intent = silent("lb01");
    node.pass();
    node.later(Duration.ofSeconds(89)).pass();
    assertThat(node.kernel.dump()).contains("from-directors");
    node.intent = silent("lb02");
    node.pass();
    assertThat(node.kernel.dump()).as("none of its directors").isEqualTo(start);
    node.hosts(web()).pass();
    node.intent = silent("lb01");
    node.pass();
    node.later(Duration.ofSeconds(90)).pass();
    assertThat(node.kernel.dump()).as("given up").isEqualTo(start);
  }

  @Test
  void aDirectorOfWhichNobodyHasHeardAsOneIsWaitedFor() {
    String start = node.kernel.dump();
    for (Intent.Succession succession :
        List.of(
            new Intent.Succession(Set.of("lb02"), Set.of("lb02")),
            new Intent.Succession(Set.of(), Set.of("lb01")))) {
      node.hosts(web()).pass();
      node.intent = gone(succession);
      node.pass();
      node.later(Duration.ofSeconds(89)).pass();
      assertThat(node.kernel.dump()).contains("from-directors");
      node.later(Duration.ofSeconds(1)).pass();
      assertThat(node.kernel.dump()).as("given up").isEqualTo(start);
    }
    node.hosts(web()).pass();
    node.intent = gone(new Intent.Succession(Set.of(), Set.of("rs01", "lb03")));
    node.pass();
    assertThat(node.kernel.dump()).as("none of its directors").isEqualTo(start);
  }

  private static Intent gone(Intent.Succession succession) {
    return new Intent(
        List.of(),
        List.of(),
        List.of(),
        IpvsOptions.NONE,
        Set.of(),
        Set.of(),
        Intent.Told.NOTHING,
        succession);
  }

  private static Intent silent(String director) {
    return new Intent(
        List.of(),
        List.of(),
        List.of(),
        IpvsOptions.NONE,
        Set.of(),
        Set.of(director),
        Intent.Told.NOTHING);
  }

  @Test
  void goesWhenItsOwnReportNoLongerPromisesIt() {
    node.hosts(web()).pass();
    Intent.Told told =
        new Intent.Told(Set.of(web().key()), Set.of(new ServiceRef("default", "web")));
    node.intent =
        new Intent(List.of(), List.of(), List.of(), IpvsOptions.NONE, Set.of(), Set.of(), told);
    node.pass();
    node.later(Duration.ofHours(1)).pass();
    assertThat(node.kernel.dump()).contains("from-directors");
    assertThat(node.standing().parts()).as("what it reports next").isEmpty();
    node.hosts().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void namesTheDirectorsWhosePacketsItTakes() {
    HostedPart dns = part("dns", VIP, List.of(new PortMapping(Protocol.UDP, 53, 5353)), lb01());
    node.hosts(part("web", VIP, HTTP, lb01(), lb02()), dns).pass();
    assertThat(node.standing().directors())
        .as("one part of two services, and one does not know lb02")
        .containsExactly(Map.entry(web().key(), new TreeSet<>(Set.of("lb01"))));
    DirectorPeer silent = new DirectorPeer("lb03", List.of());
    node.hosts(part("web", VIP, HTTP, lb01(), lb02(), silent)).pass();
    assertThat(node.standing().directors().get(web().key())).containsExactly("lb01", "lb02");
  }

  @Test
  void takesADirectorOutOfItsReportBeforeItsPacketsGoAstray() {
    HostedPart both = part("web", VIP, HTTP, lb01(), lb02());
    node.hosts(both).pass();
    Intent.Told told =
        new Intent.Told(
            Set.of(both.key()),
            Set.of(new ServiceRef("default", "web")),
            true,
            true,
            Map.of(both.key(), Set.of("lb01", "lb02")));
    node.intent =
        new Intent(
            List.of(), List.of(web()), List.of(), IpvsOptions.NONE, Set.of(), Set.of(), told);
    assertThat(node.pass()).as("nothing changes before the report").isEmpty();
    assertThat(node.standing().directors().get(both.key())).containsExactly("lb01");
    node.hosts(web()).pass();
    assertThat(node.kernel.dump()).doesNotContain("02:00:00:00:00:02", "via 10.23.21.185");
  }

  @Test
  void sendsRepliesBackToTheDirectorAndTouchesNoDefaultRoute() {
    assertThat(node.hosts(web()).pass())
        .containsExactly(
            "# 10.23.190.76 is a real server of default/web (10.23.21.180)",
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
    assertThat(node.standing().parts()).containsExactly(web().key());
    assertThat(node.kernel.routes).contains(Tutorial.gateway());
    assertThat(node.hosts().pass())
        .containsExactly(
            "nft 'delete table inet lvs-operator'",
            "ip rule del pref 7600 fwmark 0x7f/0x7f lookup 7727 protocol 76",
            "ip route del default via 10.23.21.184 dev eth0 table 7727 proto 76",
            "# 10.23.190.76 has left default/web (10.23.21.180)");
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
  void keepsItsPartUntilTheDirectorHasLetItGo() {
    node.hosts(web()).busy(USE).pass();
    String before = node.kernel.dump();
    assertThat(node.hosts().pass())
        .containsExactly(
            "# 10.23.190.76 leaves default/web (10.23.21.180) when its directors have let it go");
    assertThat(node.later(Duration.ofSeconds(70)).pass()).isEmpty();
    assertThat(node.kernel.dump()).isEqualTo(before);
    node.busy().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.desired.givenUp()).isEmpty();
    assertThat(node.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void givesASilentDirectorUpAfterTheDrainAndThirtySeconds() {
    node.hosts(web()).busy(USE).pass();
    node.hosts().pass();
    assertThat(node.later(Duration.ofSeconds(89)).pass()).isEmpty();
    assertThat(node.desired.givenUp()).isEmpty();
    node.later(Duration.ofSeconds(1)).pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.desired.givenUp())
        .containsExactly(Map.entry(web().ref(), new TreeSet<>(Set.of("lb01"))));
  }

  @Test
  void waitsAsLongForADirectorWhoseReportHasNoRoomForAll() {
    Intent.Use any = new Intent.Use("lb01", VIP, Optional.empty(), Optional.empty(), false);
    node.hosts(web()).busy(any).pass();
    node.hosts().pass();
    assertThat(node.later(Duration.ofSeconds(89)).pass()).isEmpty();
    assertThat(node.kernel.dump()).contains("from-directors");
    node.later(Duration.ofSeconds(1)).pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    IpAddress other = IpAddress.parse("10.23.21.199");
    Intent.Use anotherVip =
        new Intent.Use("lb01", other, Optional.empty(), Optional.empty(), false);
    node.hosts(web()).busy(anotherVip).pass();
    node.hosts().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void takesALeavingPartBackWithoutATouch() {
    node.hosts(web()).busy(USE).pass();
    node.hosts().pass();
    int writes = node.kernel.writes();
    node.hosts(web()).pass();
    assertThat(node.kernel.writes()).isEqualTo(writes);
    assertThat(node.ownership.parts().get(web().ref()).leavingSince()).isEmpty();
  }

  @Test
  void saysWhenNoDirectorIsOnItsLink() {
    HostedPart far =
        part("web", VIP, HTTP, Tutorial.peer("lb09", "02:00:00:00:00:09", "192.0.2.9/24"));
    node.hosts(far).pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.desired.partOutcomes().get(far.ref()))
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
    assertThat(node.standing().parts()).containsExactly(own.key());
  }

  @Test
  void actsOnlyForAnAddressThatItHas() {
    node.kernel.addresses.removeIf(a -> a.address().equals(RS01));
    node.hosts(web()).pass();
    assertThat(node.desired.partOutcomes().get(web().ref()).reason()).isEqualTo("AddressNotLocal");
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
    assertThat(node.standing().parts()).containsExactly(web().key());
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
    HostedPart wide = part("web", VIP, HTTP, four);
    node.hosts(web(), wide);
    Desired desired =
        new Planner(new PlanOptions(0x3000, 7600, 7600))
            .plan(node.intent, node.kernel.observe(Map.of()), Ownership.NONE, node.now);
    assertThat(desired.rules())
        .extracting(r -> r.mark().toString())
        .containsExactlyInAnyOrder("0x2000/0x3000", "0x3000/0x3000");
    assertThat(desired.partOutcomes().get(wide.ref()))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("MarksExhausted"))
        .satisfies(o -> assertThat(o.message()).contains("0x3000", "2 directors"));
  }

  @Test
  void keepsTheWayBackToADirectorThatSaysNothing() {
    node.hosts(web()).pass();
    node.hosts(part("web", VIP, HTTP, new DirectorPeer("lb01", List.of())));
    assertThat(node.pass()).isEmpty();
    assertThat(node.standing().parts()).containsExactly(web().key());
    node.kernel.rules.clear();
    node.pass();
    assertThat(node.kernel.rules).hasSize(1);
    node.hosts(part("web", VIP, HTTP)).pass();
    assertThat(node.kernel.rules).as("a director that is gone is another matter").isEmpty();
  }
}
