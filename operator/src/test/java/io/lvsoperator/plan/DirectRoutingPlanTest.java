package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.LB01;
import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.attached;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.lb02;
import static io.lvsoperator.plan.Tutorial.part;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DirectRoutingPlanTest {
  private static final List<PortMapping> HTTP = List.of(new PortMapping(Protocol.TCP, 80, 80));

  private final NodeUnderTest director = new NodeUnderTest(Tutorial.director());
  private final NodeUnderTest server = new NodeUnderTest(Tutorial.realServer());
  private final String start = server.kernel.dump();

  private static Tutorial.ServiceBuilder web() {
    return service().mode(Mode.DR).tcp(80, 80).backend(RS01, 1).backend(RS02, 1);
  }

  @Test
  void programsADirectorThatSendsPacketsOnUntouched() {
    String before = director.kernel.dump();
    assertThat(director.open(VIP).directs(web().build()).pass())
        .containsExactly(
            "sysctl -w net.ipv4.vs.conntrack=1",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1",
            "nft 'add table inet lvs-operator'",
            "nft 'delete table inet lvs-operator'",
            "nft 'add table inet lvs-operator'",
            "nft 'add set inet lvs-operator untracked-4 { type ipv4_addr . inet_proto . inet_service; }'",
            "nft 'add chain inet lvs-operator untracked { type filter hook prerouting priority -300; policy accept; }'",
            "nft 'add rule inet lvs-operator untracked ip daddr . meta l4proto . th dport @untracked-4 notrack'",
            "nft 'add element inet lvs-operator untracked-4 { 10.23.21.180 . tcp . 80 }'",
            "ipvsadm -A -t 10.23.21.180:80 -s rr",
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.122.152:80 -g -w 1",
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:80 -g -w 1",
            "ip addr add 10.23.21.180/32 dev eth0",
            "arping -U -c 1 -I eth0 10.23.21.180");
    assertThat(director.pass()).isEmpty();
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(before);
  }

  @Test
  void takesARuleAwayAfterTheVirtualServerThatNeededIt() {
    director
        .open(VIP)
        .directs(
            web().build(),
            service().mode(Mode.DR).name("api").tcp(8080, 8080).backend(RS01, 1).build())
        .pass();
    List<String> commands = director.directs(web().build()).pass();
    assertThat(commands.getFirst()).isEqualTo("ipvsadm -D -t 10.23.21.180:8080");
    assertThat(commands)
        .last()
        .isEqualTo(
            "nft 'delete element inet lvs-operator untracked-4 { 10.23.21.180 . tcp . 8080 }'");
  }

  @Test
  void hidesTheVipBeforeItAppearsAndUntilItIsGone() {
    assertThat(server.open(VIP).hosts(part("web", VIP, Mode.DR, HTTP, lb01())).pass())
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth0.arp_announce=2",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=1",
            "ip addr add 10.23.21.180/32 dev lo");
    assertThat(server.pass()).isEmpty();
    assertThat(server.standing().parts()).hasSize(1);
    assertThat(server.hosts().pass())
        .containsExactly(
            "ip addr del 10.23.21.180/32 dev lo",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=0",
            "sysctl -w net.ipv4.conf.eth0.arp_announce=0");
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void aVipThatItCouldNotGiveAnyMoreStaysAsLongAsADirectorAsksForIt() {
    Map<String, Consumer<NodeUnderTest>> obstacles = new LinkedHashMap<>();
    obstacles.put("ARPNotHidden", node -> node.kernel.parameters.put(Sysctl.arpIgnore("all"), "3"));
    obstacles.put(
        "VIPOnThisNode",
        node -> node.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(VIP + "/16"), 0)));
    obstacles.put(
        "AddressNotLocal", node -> node.kernel.addresses.removeIf(a -> a.address().equals(RS01)));
    HostedPart part = part("web", VIP, Mode.DR, HTTP, lb01());
    obstacles.forEach(
        (reason, obstacle) -> {
          NodeUnderTest node = new NodeUnderTest(Tutorial.realServer());
          node.hosts(part).pass();
          obstacle.accept(node);
          String asItStands = node.kernel.dump();
          assertThat(node.later(Duration.ofDays(1)).pass()).as(reason).isEmpty();
          assertThat(node.kernel.dump())
              .isEqualTo(asItStands)
              .contains("ip addr 10.23.21.180/32 dev lo", "net.ipv4.conf.eth0.arp_ignore=1");
          assertThat(node.desired.partOutcomes().get(part.id()).reason()).isEqualTo(reason);
          assertThat(node.standing().parts()).as("an exception of %s", reason).isEmpty();
          node.hosts().pass();
          assertThat(node.kernel.dump())
              .as(reason)
              .doesNotContain("10.23.21.180/32 dev lo", "eth0.arp_ignore=1");
          assertThat(node.ownership).isEqualTo(Ownership.NONE);
        });
  }

  @Test
  void aVipThatIsAskedForByOneOfTwoDirectorsStays() {
    server.hosts(part("web", VIP, Mode.DR, HTTP, lb01(), lb02())).pass();
    assertThat(server.hosts(part("web", VIP, Mode.DR, HTTP, lb02())).pass()).isEmpty();
    assertThat(server.standing().parts().values()).containsExactly(new TreeSet<>(Set.of("lb02")));
  }

  @Test
  void theWayOfBeforeStandsBesideTheNewOneWhileBothAreAskedFor() {
    HostedPart direct = part("web", VIP, Mode.DR, HTTP, lb01());
    HostedPart translated = part("web", VIP, Mode.NAT, HTTP, lb01());
    server.hosts(direct).pass();
    String before = server.kernel.dump();
    server.hosts(direct, translated).pass();
    assertThat(server.standing().parts()).containsOnlyKeys(direct.id(), translated.id());
    assertThat(server.kernel.dump()).contains("ip addr 10.23.21.180/32 dev lo", "from-directors");
    server.hosts(direct).pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
    server.hosts(direct, translated).pass();
    server.hosts(translated).pass();
    assertThat(server.kernel.dump()).doesNotContain("10.23.21.180/32 dev lo");
    assertThat(server.standing().parts()).containsOnlyKeys(translated.id());
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void givesTheParametersBackWithTheLastVip() {
    var second = IpAddress.parse("10.23.21.181");
    server
        .open(VIP, second)
        .hosts(part("web", VIP, Mode.DR, HTTP, lb01()), part("api", second, Mode.DR, HTTP, lb01()))
        .pass();
    assertThat(server.hosts(part("api", second, Mode.DR, HTTP, lb01())).pass())
        .containsExactly("ip addr del 10.23.21.180/32 dev lo");
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void isInPlaceOnlyWhileTheVipIsHidden() {
    server.hosts(part("web", VIP, Mode.DR, HTTP, lb01())).pass();
    server.kernel.parameters.put(Sysctl.arpIgnore("eth0"), "2");
    assertThat(server.pass()).as("2 hides even more").isEmpty();
    assertThat(server.standing().parts()).hasSize(1);
    server.kernel.parameters.put(Sysctl.arpIgnore("eth0"), "0");
    assertThat(server.standing().parts()).isEmpty();
    assertThat(server.pass()).containsExactly("sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
  }

  @Test
  void refusesToCarryAVipThatWouldAnswer() {
    server.kernel.parameters.put(Sysctl.arpIgnore("all"), "3");
    var part = part("web", VIP, Mode.DR, HTTP, lb01());
    server.hosts(part).pass();
    assertThat(server.desired.partOutcomes().get(part.id()).reason()).isEqualTo("ARPNotHidden");
    server.kernel.parameters.put(Sysctl.arpIgnore("all"), "0");
    server.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(VIP + "/16"), 0));
    server.pass();
    assertThat(server.desired.partOutcomes().get(part.id()).reason()).isEqualTo("VIPOnThisNode");
    assertThat(server.standing().parts()).isEmpty();
  }

  @Test
  void isDirectorAndRealServerAtOnce() {
    director
        .directs(service().mode(Mode.DR).tcp(80, 80).backend(LB01, 1).backend(RS01, 1).build())
        .hosts(attached("web", VIP, LB01, new Way(Mode.DR, Optional.empty()), HTTP, lb01()));
    String before = director.kernel.dump();
    director.pass();
    assertThat(director.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev lo", "ip addr 10.23.21.180/32 dev eth0");
    assertThat(director.pass()).isEmpty();
    director.kernel.addresses.removeIf(
        a -> a.link().equals("eth0") && a.protocol() == Ownership.PROTOCOL);
    assertThat(director.standing().services().get(Tutorial.WEB).vipStands()).isFalse();
    director.pass();
    director.directs().hosts().pass();
    assertThat(director.kernel.dump()).isEqualTo(before);
  }
}
