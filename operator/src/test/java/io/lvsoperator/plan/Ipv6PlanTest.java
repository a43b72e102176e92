package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS01_6;
import static io.lvsoperator.plan.Tutorial.VIP_6;
import static io.lvsoperator.plan.Tutorial.lb01Dual;
import static io.lvsoperator.plan.Tutorial.part6;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Ipv6PlanTest {
  private static final List<PortMapping> HTTP = List.of(new PortMapping(Protocol.TCP, 80, 8080));
  private static final Sysctl ACCEPT = Sysctl.acceptRouterAdvertisements("eth0");
  private static final Sysctl ALL = Sysctl.ipv6Forwarding("all");

  private final NodeUnderTest director = new NodeUnderTest(Tutorial.director6());
  private final String start = director.kernel.dump();

  private static Tutorial.ServiceBuilder web(Mode mode) {
    return service().vip(VIP_6).mode(mode).tcp(80, 8080).backend(RS01_6, 1);
  }

  private static DirectedService nat() {
    return web(Mode.NAT).build();
  }

  private static Tutorial.ServiceBuilder web4() {
    return service().name("web4").tcp(80, 8080).backend(RS01, 1);
  }

  private boolean hasDefaultRoute() {
    return director.kernel.routes.stream()
        .anyMatch(r -> r.gateway().equals(Optional.of(Tutorial.ROUTER_6)));
  }

  @Test
  void forwardsForTheWholeNodeWhereTheKernelKnowsNothingElse() {
    assertThat(director.open(VIP_6).directs(nat()).pass())
        .containsExactly(
            "sysctl -w net.ipv6.conf.eth0.accept_ra=2",
            "sysctl -w net.ipv4.vs.conntrack=1",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1",
            "sysctl -w net.ipv6.conf.default.forwarding=1",
            "sysctl -w net.ipv6.conf.eth0.forwarding=1",
            "sysctl -w net.ipv6.conf.lo.forwarding=1",
            "sysctl -w net.ipv6.conf.all.forwarding=1",
            "ipvsadm -A -t [fd00:23::180]:80 -s rr",
            "ipvsadm -a -t [fd00:23::180]:80 -r [fd00:23::76]:8080 -m -w 1",
            director.commandThatAdds("eth0", "fd00:23::180/128"),
            director.commandThatAnnounces("eth0", "fd00:23::180"));
    assertThat(director.pass()).isEmpty();
    assertThat(hasDefaultRoute()).isTrue();
    List<String> back = director.directs().pass();
    assertThat(back)
        .endsWith(
            "sysctl -w net.ipv6.conf.all.forwarding=0",
            "sysctl -w net.ipv6.conf.lo.forwarding=0",
            "sysctl -w net.ipv6.conf.eth0.forwarding=0",
            "sysctl -w net.ipv6.conf.default.forwarding=0",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=0",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=0",
            "sysctl -w net.ipv4.vs.conntrack=0",
            "sysctl -w net.ipv6.conf.eth0.accept_ra=1");
    assertThat(director.kernel.dump()).isEqualTo(start);
    assertThat(director.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void forwardsForTheInterfacesInUseWhereTheKernelCan() {
    NodeUnderTest node = new NodeUnderTest(Tutorial.director6().forceForwarding());
    String before = node.kernel.dump();
    assertThat(node.directs(nat()).pass())
        .contains("sysctl -w net.ipv6.conf.eth0.force_forwarding=1")
        .noneMatch(c -> c.contains("accept_ra") || c.contains(".forwarding"));
    assertThat(node.pass()).isEmpty();
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(before);
  }

  @Test
  void drHasANextHopOfItsOwnWhileConnectionsOfAnotherModeLive() {
    Tutorial.ServiceBuilder nat = service().vip(VIP_6).tcp(80, 80);
    director.open(VIP_6).directs(nat.backend(RS01_6, Eligibility.IN_PLACE, Mode.NAT).build());
    director.pass();
    String route = "ip -6 route add fd00:23::76/128 via fd00:23::76 dev eth0 table 254 proto 76";
    Tutorial.ServiceBuilder dr = service().vip(VIP_6).mode(Mode.DR).tcp(80, 80);
    director.directs(dr.backend(RS01_6, Eligibility.IN_PLACE, Mode.NAT, Mode.DR).build());
    assertThat(director.pass())
        .containsSubsequence(route, "ipvsadm -e -t [fd00:23::180]:80 -r [fd00:23::76]:80 -g -w 1");
    director.directs();
    director.pass();
    assertThat(director.kernel.dump()).isEqualTo(start);
  }

  @Test
  void givesEachInterfaceBackTheValueThatItHad() {
    director.kernel.addLink(link("eth1", ""), "fd00:24::1/64");
    director.kernel.set(Sysctl.ipv6Forwarding("eth1"), "1");
    String before = director.kernel.dump();
    director.directs(nat()).pass();
    assertThat(director.kernel.dump()).contains("net.ipv6.conf.eth1.accept_ra=1");
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(before).contains("ipv6.conf.eth1.forwarding=1");
  }

  @Test
  void changesNothingWhereTheNodeForwardsAnyway() {
    director.kernel.set(ACCEPT, "2");
    director.kernel.set(ALL, "1");
    assertThat(director.directs(nat()).pass())
        .noneMatch(c -> c.startsWith("sysctl") && c.contains("ipv6"));
    director.kernel.set(ALL, "0");
    assertThat(director.pass()).contains("sysctl -w net.ipv6.conf.all.forwarding=1");
    director.directs().pass();
    assertThat(director.kernel.parameters).containsEntry(ALL, "0").containsEntry(ACCEPT, "2");
  }

  @Test
  void keepsOnLearningOnAnInterfaceThatComesLater() {
    director.directs(nat()).pass();
    director.kernel.addLink(link("eth1", ""));
    assertThat(director.pass()).containsExactly("sysctl -w net.ipv6.conf.eth1.accept_ra=2");
    assertThat(director.pass()).isEmpty();
    director.directs().pass();
    assertThat(director.kernel.parameters)
        .containsEntry(Sysctl.ipv6Forwarding("eth1"), "0")
        .containsEntry(Sysctl.acceptRouterAdvertisements("eth1"), "1");
  }

  @Test
  void leavesAPodsInterfaceAloneUnlessItHasLearned() {
    director.kernel.addLink(link("cali1", "veth")).addLink(link("dummy0", "dummy"));
    director.kernel.addLink(link("uplink", "veth"), "fd00:25::1/64");
    assertThat(director.directs(nat()).pass())
        .contains("sysctl -w net.ipv6.conf.uplink.accept_ra=2")
        .noneMatch(c -> c.contains("cali1.accept_ra") || c.contains("dummy0.accept_ra"));
  }

  @Test
  void givesWayToWhoeverLearnsByHimself() {
    director.directs(nat()).pass();
    director.kernel.set(ACCEPT, "0");
    assertThat(director.pass()).singleElement().asString().startsWith("# net.ipv6.conf.eth0.acc");
    assertThat(director.pass()).isEmpty();
    director.directs().pass();
    assertThat(director.kernel.parameters).containsEntry(ACCEPT, "0");
  }

  @Test
  void letsEachInterfaceBeARouterOrNotWhileAllForwards() {
    director.directs(nat()).pass();
    director.kernel.set(Sysctl.ipv6Forwarding("eth0"), "0");
    assertThat(director.pass()).as("only all is asked").isEmpty();
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(start);
  }

  @Test
  void mixesFamiliesAndGivesBackWhatEachNeeded() {
    director.directs(nat(), web4().build()).pass();
    assertThat(director.kernel.dump())
        .contains("net.ipv4.conf.eth0.forwarding=1", "net.ipv6.conf.all.forwarding=1");
    director.directs(web4().build()).pass();
    assertThat(director.kernel.dump())
        .contains("net.ipv4.conf.eth0.forwarding=1", "net.ipv6.conf.all.forwarding=0");
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(start);
  }

  @Test
  void directsWithoutForwardingInDirectRouting() {
    assertThat(
            director
                .directs(service().vip(VIP_6).mode(Mode.DR).tcp(80, 80).backend(RS01_6, 1).build())
                .pass())
        .contains("ipvsadm -a -t [fd00:23::180]:80 -r [fd00:23::76]:80 -g -w 1")
        .anyMatch(c -> c.contains("untracked-6 { fd00:23::180 . tcp . 80 }"))
        .noneMatch(c -> c.startsWith("sysctl") && c.contains("ipv6"));
  }

  @Test
  void writesASourceOfTheVipsFamily() {
    IpAddress source = IpAddress.parse("fd00:23::190");
    director.probes.put(source, new ProbeResult.Free());
    director.directs(web(Mode.FULLNAT).sources("10.23.21.190", source.toString()).build()).pass();
    assertThat(director.kernel.dump())
        .contains(
            "translated-6 { fd00:23::180 . tcp . 80 }",
            " snat ip6 to fd00:23::190",
            "ip addr fd00:23::190/128 dev eth0")
        .doesNotContain("10.23.21.190");
    assertThat(director.desired.outcomes()).isEmpty();
    assertThat(director.pass()).isEmpty();
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(start);
  }

  @Test
  void sendsRepliesBackToTheDirectorsGlobalAddress() {
    NodeUnderTest server = new NodeUnderTest(Tutorial.realServer6());
    server.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse("fe80::76/64"), 0));
    String before = server.kernel.dump();
    assertThat(server.hosts(part6("web", VIP_6, Mode.NAT, HTTP, lb01Dual())).pass())
        .contains("ip -6 rule add pref 7600 fwmark 0x7f/0x7f lookup 7727 protocol 76");
    assertThat(server.kernel.dump())
        .contains(
            "ip route default via fd00:23::184 dev eth0 table 7727 proto 76",
            "fwmark 0x7f/0x7f lookup 7727",
            "{ \"eth0\" . 02:00:00:00:00:01 . fd00:23::76 . tcp . 8080 }");
    assertThat(server.standing().parts()).hasSize(1);
    assertThat(server.pass()).isEmpty();
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
  }

  @Test
  void keepsTheWayBackWhileTheDirectorHasThatAddress() {
    NodeUnderTest server = new NodeUnderTest(Tutorial.realServer6());
    server.hosts(part6("web", VIP_6, Mode.NAT, HTTP, lb01Dual())).pass();
    String temporary = "fd00:23::12/64";
    server.hosts(
        part6(
            "web",
            VIP_6,
            Mode.NAT,
            HTTP,
            Tutorial.peer(
                "lb01", Tutorial.LB01_MAC.toString(), temporary, Tutorial.LB01_6 + "/64")));
    assertThat(server.pass()).filteredOn(c -> !c.startsWith("#")).isEmpty();
    assertThat(server.kernel.routes)
        .extracting(Route::gateway)
        .contains(Optional.of(Tutorial.LB01_6));
  }

  @Test
  void hidesTheVipWithoutAnyParameter() {
    NodeUnderTest server = new NodeUnderTest(Tutorial.realServer6());
    String before = server.kernel.dump();
    List<PortMapping> same = List.of(new PortMapping(Protocol.TCP, 80, 80));
    assertThat(server.open(VIP_6).hosts(part6("web", VIP_6, Mode.DR, same, lb01Dual())).pass())
        .containsExactly(server.commandThatAdds("lo", "fd00:23::180/128"));
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
  }

  @Test
  void aHiddenVipStaysWhileItIsAskedForAlthoughTheAddressIsLost() {
    List<PortMapping> same = List.of(new PortMapping(Protocol.TCP, 80, 80));
    for (Mode mode : List.of(Mode.DR, Mode.TUN)) {
      NodeUnderTest server = new NodeUnderTest(Tutorial.realServer6());
      HostedPart part = part6("web", VIP_6, mode, same, lb01Dual());
      server.open(VIP_6).hosts(part).pass();
      server.kernel.addresses.removeIf(a -> a.address().equals(Tutorial.RS01_6));
      String asItStands = server.kernel.dump();
      assertThat(asItStands).contains("fd00:23::180/128");
      assertThat(server.pass()).as("%s", mode).isEmpty();
      assertThat(server.kernel.dump()).isEqualTo(asItStands);
      assertThat(server.desired.partOutcomes().get(part.id()).reason())
          .isEqualTo("AddressNotLocal");
      assertThat(server.standing().parts()).isEmpty();
      server.hosts().pass();
      assertThat(server.kernel.dump()).doesNotContain("fd00:23::180");
      assertThat(server.ownership).isEqualTo(Ownership.NONE);
    }
  }

  private static Link link(String name, String kind) {
    return new Link(9, name, Optional.of(Tutorial.LB01_MAC), 1500, true, false, kind);
  }
}
