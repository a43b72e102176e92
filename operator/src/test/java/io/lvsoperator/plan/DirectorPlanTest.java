package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.WEB;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectorPlanTest {
  private static final VirtualServerKey KEY = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);

  private final NodeUnderTest node = new NodeUnderTest(Tutorial.director());
  private final String start = node.kernel.dump();

  private static Tutorial.ServiceBuilder web() {
    return service().tcp(80, 8080);
  }

  @Test
  void anotherTargetPortServesWhenItsRealServersKnowIt() {
    node.directs(service().tcp(80, 8080).backend(RS01, 1).backend(RS02, 2).build()).pass();
    String before = node.ipvs();
    node.directs(
        service()
            .tcp(80, 9090)
            .backend(RS01, 1, Eligibility.UNKNOWN)
            .backend(RS02, 2, Eligibility.UNKNOWN)
            .build());
    assertThat(node.pass())
        .containsExactly("# default/web changes its mode or ports when its real servers are ready");
    assertThat(node.ipvs()).isEqualTo(before);
    assertThat(node.desired.outcomes().get(Tutorial.WEB).reason()).isEqualTo("PortsChanging");
    assertThat(
            node.directs(service().tcp(80, 9090).backend(RS01, 1).backend(RS02, 2).build()).pass())
        .containsSubsequence(
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.122.152:9090 -m -w 2",
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:9090 -m -w 1",
            "ipvsadm -e -t 10.23.21.180:80 -r 10.23.122.152:8080 -m -w 0",
            "ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 0");
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void programsTheTutorialOnTheDirectorsOwnAddress() {
    node.directs(service().ownVip().tcp(8000, 80).backend(RS01, 1).backend(RS02, 1).build());
    assertThat(node.pass())
        .containsExactly(
            "sysctl -w net.ipv4.conf.all.send_redirects=0",
            "sysctl -w net.ipv4.conf.eth0.forwarding=1",
            "sysctl -w net.ipv4.conf.eth0.send_redirects=0",
            "sysctl -w net.ipv4.vs.conntrack=1",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1",
            "ipvsadm -A -t 10.23.21.184:8000 -s rr",
            "ipvsadm -a -t 10.23.21.184:8000 -r 10.23.122.152:80 -m -w 1",
            "ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1");
    assertThat(node.pass()).isEmpty();
    assertThat(node.directs().pass())
        .containsExactly(
            "ipvsadm -D -t 10.23.21.184:8000",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=0",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=0",
            "sysctl -w net.ipv4.vs.conntrack=0",
            "sysctl -w net.ipv4.conf.eth0.send_redirects=1",
            "sysctl -w net.ipv4.conf.eth0.forwarding=0",
            "sysctl -w net.ipv4.conf.all.send_redirects=1");
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void addsTheVipLastAndRemovesItFirst() {
    node.directs(web().backend(RS01, 1).build());
    assertThat(node.pass())
        .endsWith("ip addr add 10.23.21.180/32 dev eth0", "arping -U -c 1 -I eth0 10.23.21.180");
    assertThat(node.kernel.addresses)
        .contains(new LinkAddress("eth0", VIP.asHost(), Ownership.PROTOCOL));
    assertThat(node.directs().pass())
        .startsWith("ip addr del 10.23.21.180/32 dev eth0", "ipvsadm -D -t 10.23.21.180:80");
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void asksBeforeItAddsAVipForTheFirstTime() {
    node.probes.clear();
    node.directs(web().backend(RS01, 1).build());
    assertThat(node.pass()).noneMatch(c -> c.startsWith("ip addr"));
    assertThat(node.desired.probes()).containsExactly(new Desired.Probe("eth0", VIP));
    assertThat(node.desired.outcomes().get(WEB).reason()).isEqualTo("Probing");

    node.probes.put(VIP, new ProbeResult.Free());
    assertThat(node.pass()).contains("ip addr add 10.23.21.180/32 dev eth0");
  }

  @Test
  void programsNothingForAVipThatSomebodyAnswersFor() {
    node.probes.put(VIP, new ProbeResult.InUse(MacAddress.parse("02:00:00:00:00:99")));
    node.directs(web().backend(RS01, 1).build());
    assertThat(node.pass()).isEmpty();
    assertThat(node.desired.outcomes().get(WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("AddressInUse"))
        .satisfies(o -> assertThat(o.message()).contains("02:00:00:00:00:99", "10.23.21.180"));
  }

  @Test
  void waitsWithTheVipUntilThePredecessorHasLetItGo() {
    node.directs(web().backend(RS01, 1).predecessors("lb02").build());
    assertThat(node.pass())
        .contains("ipvsadm -A -t 10.23.21.180:80 -s rr")
        .noneMatch(c -> c.startsWith("ip addr"));
    assertThat(node.desired.outcomes().get(WEB).message()).contains("lb02");
  }

  @Test
  void refusesItsOwnAddressUnlessTheGroupAllowsIt() {
    node.directs(service().vip(Tutorial.LB01).tcp(8000, 80).backend(RS01, 1).build());
    assertThat(node.pass()).isEmpty();
    assertThat(node.desired.outcomes().get(WEB).reason()).isEqualTo("NotAllowed");
  }

  @Test
  void refusesAPortOnWhichTheDirectorItselfListens() {
    node.kernel.listeners.add(new Listener(Protocol.TCP, IpAddress.parse("0.0.0.0"), 22));
    node.kernel.listeners.add(new Listener(Protocol.UDP, IpAddress.parse("0.0.0.0"), 8000));
    node.kernel.listeners.add(new Listener(Protocol.TCP, RS02, 8000));
    node.directs(service().ownVip().tcp(22, 22).tcp(8000, 80).backend(RS01, 1).build());
    node.pass();
    assertThat(node.desired.outcomes().get(WEB).reason()).isEqualTo("PortInUse");
    assertThat(node.ipvs()).contains(":8000").doesNotContain(":22 ");
  }

  @Test
  void keepsAPortOnWhichTheDirectorListensOnlySinceItIsBalanced() {
    node.directs(service().ownVip().tcp(8000, 80).backend(RS01, 1).build());
    node.pass();
    node.kernel.listeners.add(new Listener(Protocol.TCP, IpAddress.parse("0.0.0.0"), 8000));
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void leavesAForeignVirtualServerAloneEvenWhenItIsIdentical() {
    node.kernel.ipvs.add(VirtualServer.of(KEY, Scheduler.RR));
    node.directs(web().tcp(81, 81).backend(RS01, 1).build());
    node.pass();
    assertThat(node.desired.outcomes().get(WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("ForeignEntry"))
        .satisfies(o -> assertThat(o.message()).contains("ipvsadm -D -t 10.23.21.180:80"));
    assertThat(node.ipvs())
        .isEqualTo(
            """
            -A -t 10.23.21.180:80 -s rr
            -A -t 10.23.21.180:81 -s rr
            -a -t 10.23.21.180:81 -r 10.23.190.76:81 -m -w 1""");
    node.directs().pass();
    assertThat(node.ipvs()).isEqualTo("-A -t 10.23.21.180:80 -s rr");
  }

  @Test
  void adoptsAVirtualServerOnALabelledVipWhenTheJournalIsLost() {
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    String before = node.kernel.dump();
    node.ownership = Ownership.NONE;
    assertThat(node.pass())
        .containsExactly("# adopt -t 10.23.21.180:80, which stands on a VIP of ours");
    assertThat(node.kernel.dump()).isEqualTo(before);
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void givesWeightOnlyOnEvidence() {
    node.directs(web().backend(RS01, 3, Eligibility.UNKNOWN).build());
    node.pass();
    assertThat(node.ipvs()).contains("-r 10.23.190.76:8080 -m -w 0");
    node.directs(web().backend(RS01, 3, Eligibility.IN_PLACE).build());
    node.pass();
    assertThat(node.ipvs()).contains("-w 3");
    node.directs(web().backend(RS01, 3, Eligibility.UNKNOWN).build());
    assertThat(node.pass()).as("silence changes nothing").isEmpty();
    node.directs(web().backend(RS01, 5, Eligibility.UNKNOWN).build());
    node.pass();
    assertThat(node.ipvs()).as("an edit still arrives").contains("-w 5");
    node.directs(web().backend(RS01, 5, Eligibility.NOT_IN_PLACE).build());
    node.pass();
    assertThat(node.ipvs()).contains("-w 0");
  }

  @Test
  void drainsALeavingRealServerUntilItsLastConnectionEnds() {
    node.directs(web().backend(RS01, 1).backend(RS02, 1).build());
    node.pass();
    Destination.Key leaving = new Destination.Key(RS02, 8080);
    node.kernel.ipvs.connections(KEY, leaving, 2);
    node.directs(web().backend(RS01, 1).build());
    assertThat(node.pass())
        .containsExactly("ipvsadm -e -t 10.23.21.180:80 -r 10.23.122.152:8080 -m -w 0");
    assertThat(node.later(Duration.ofSeconds(30)).pass()).isEmpty();
    node.kernel.ipvs.connections(KEY, leaving, 0);
    assertThat(node.pass()).containsExactly("ipvsadm -d -t 10.23.21.180:80 -r 10.23.122.152:8080");
    assertThat(node.ownership.draining()).isEmpty();
  }

  @Test
  void removesALeavingRealServerAtItsDeadlineAtTheLatest() {
    node.directs(web().backend(RS01, 1).backend(RS02, 1).build());
    node.pass();
    node.kernel.ipvs.connections(KEY, new Destination.Key(RS02, 8080), 2);
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    assertThat(node.later(Duration.ofSeconds(59)).pass()).isEmpty();
    assertThat(node.later(Duration.ofSeconds(1)).pass())
        .containsExactly("ipvsadm -d -t 10.23.21.180:80 -r 10.23.122.152:8080");
  }

  @Test
  void letsHandshakesEndBeforeItRemovesAnIdleRealServer() {
    node.directs(web().backend(RS01, 1).backend(RS02, 1).build());
    node.pass();
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    assertThat(node.later(Duration.ofSeconds(2)).pass()).isEmpty();
    assertThat(node.later(Duration.ofSeconds(1)).pass()).hasSize(1);
  }

  @Test
  void takesADrainingRealServerBackWithoutRemovingIt() {
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    node.kernel.ipvs.connections(KEY, new Destination.Key(RS01, 8080), 1);
    node.directs(web().build());
    node.pass();
    node.later(Duration.ofSeconds(30)).directs(web().backend(RS01, 4).build());
    assertThat(node.pass())
        .containsExactly(
            "# 10.23.190.76:8080 stays in -t 10.23.21.180:80",
            "ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 4");
    node.directs(web().build());
    node.pass();
    assertThat(node.later(Duration.ofSeconds(59)).pass()).as("a new drain, a new time").isEmpty();
  }

  @Test
  void repairsWhatSomebodyChanged() {
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    String before = node.kernel.dump();
    node.kernel.ipvs.clear();
    node.kernel.addresses.removeIf(a -> a.address().equals(VIP));
    node.kernel.parameters.put(Sysctl.forwarding("eth0"), "0");
    node.pass();
    assertThat(node.kernel.dump()).isEqualTo(before);
    node.kernel.ipvs.edit(KEY, Destination.masquerade(RS01, 8080, 77));
    node.kernel.ipvs.edit(VirtualServer.of(KEY, Scheduler.WLC));
    assertThat(node.pass()).hasSize(2).allMatch(c -> c.matches("ipvsadm -[Ee] .*"));
    assertThat(node.kernel.dump()).isEqualTo(before);
  }

  @Test
  void drainsADestinationThatSomebodyElsePutIntoAVirtualServerOfOurs() {
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    node.kernel.ipvs.add(KEY, Destination.masquerade(RS02, 8080, 9));
    node.pass();
    assertThat(node.ipvs()).contains("-r 10.23.122.152:8080 -m -w 0");
    node.later(Duration.ofSeconds(3)).pass();
    assertThat(node.ipvs()).doesNotContain("10.23.122.152");
  }

  @Test
  void doesNotGiveBackAParameterThatSomebodyElseHasChangedSince() {
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    node.directs();
    node.kernel.parameters.put(Sysctl.sendRedirects("all"), "2");
    assertThat(node.pass())
        .contains(
            "# net.ipv4.conf.all.send_redirects was changed by somebody else and is left as it stands");
    assertThat(node.kernel.parameters).containsEntry(Sysctl.sendRedirects("all"), "2");
    assertThat(node.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void keepsAVipWhileAnotherServiceNeedsIt() {
    node.open(Tutorial.VIP);
    node.directs(
        web().backend(RS01, 1).build(),
        service().name("dns").udp(53, 5353).backend(RS01, 1).build());
    node.pass();
    node.directs(service().name("dns").udp(53, 5353).backend(RS01, 1).build());
    assertThat(node.pass()).containsExactly("ipvsadm -D -t 10.23.21.180:80");
    assertThat(node.directs().pass()).isNotEmpty();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void movesAVipToAnotherInterfaceByAddingItThereFirst() {
    node.kernel.addLink(
        new Link(
            3, "eth1", Optional.of(MacAddress.parse("02:00:00:00:01:01")), 1500, true, false, ""),
        "10.24.0.1/16");
    node.directs(web().backend(RS01, 1).build());
    node.pass();
    assertThat(node.directs(web().backend(RS01, 1).link("eth1").build()).pass())
        .containsSubsequence(
            "ip addr add 10.23.21.180/32 dev eth1", "ip addr del 10.23.21.180/32 dev eth0");
  }

  @Test
  void saysWhenThereIsNoInterfaceForTheVip() {
    node.kernel.routes.clear();
    node.directs(service().vip(IpAddress.parse("192.0.2.1")).tcp(80, 80).backend(RS01, 1).build());
    assertThat(node.pass()).isEmpty();
    assertThat(node.desired.outcomes().get(WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("NoInterface"))
        .satisfies(o -> assertThat(o.message()).contains("spec.interface"));
    node.directs(web().link("eth9").build());
    node.pass();
    assertThat(node.desired.outcomes().get(WEB).message()).contains("eth9");
  }

  @Test
  void reportsWhatStandsAndNotWhatIsPlanned() {
    node.directs(web().backend(RS01, 1).build());
    assertThat(node.standing().services().get(WEB).complete()).isFalse();
    node.pass();
    assertThat(node.standing().services().get(WEB))
        .satisfies(s -> assertThat(s.complete()).isTrue())
        .satisfies(s -> assertThat(s.vipStands()).isTrue())
        .satisfies(s -> assertThat(s.destinations()).hasSize(1));
    node.kernel.addresses.removeIf(a -> a.address().equals(VIP));
    assertThat(node.standing().services().get(WEB).complete()).isFalse();
  }
}
