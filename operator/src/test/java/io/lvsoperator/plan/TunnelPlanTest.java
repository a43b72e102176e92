package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.LB01_MAC;
import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.attached;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.peer;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.TunnelRule;
import io.lvsoperator.model.Way;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelPlanTest {
  private static final Tunnel GUE = new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE);
  private static final Tunnel GRE = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.NONE);
  private static final Tunnel GRE_SUMMED = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.FULL);
  private static final PacketMark TRUSTED = PlanOptions.DEFAULT.own();
  private static final IpAddress VIP2 = IpAddress.parse("10.23.21.181");

  private static final List<PortMapping> HTTP = List.of(new PortMapping(Protocol.TCP, 80, 80));

  private final NodeUnderTest director = new NodeUnderTest(Tutorial.director());
  private final NodeUnderTest server = new NodeUnderTest(Tutorial.realServer());
  private final String start = server.kernel.dump();

  private static HostedPart part(String service, IpAddress vip, Tunnel tunnel, DirectorPeer... by) {
    return part(service, vip, tunnel, RS01, by);
  }

  private static HostedPart part(
      String service, IpAddress vip, Tunnel tunnel, IpAddress address, DirectorPeer... by) {
    Way way = new Way(Mode.TUN, Optional.of(tunnel));
    return attached(service, vip, address, way, HTTP, by);
  }

  private static TunnelRule trust(TunnelType type, int port, String director) {
    return new TunnelRule.Trust(type, port, RS01, IpAddress.parse(director), TRUSTED);
  }

  private static HostedPart web() {
    return part("web", VIP, Tunnel.IPIP, lb01());
  }

  @Test
  void namesTheDirectorsWhosePacketsComeOut() {
    DirectorPeer six = Tutorial.peer("lb06", "02:00:00:00:00:06", Tutorial.LB01_6 + "/64");
    HostedPart part = part("web", VIP, Tunnel.IPIP, lb01(), Tutorial.lb02(), six);
    server.hosts(part).pass();
    assertThat(server.standing().parts().get(part.id()))
        .as("one has no address of this family")
        .containsExactly("lb01", "lb02");
  }

  private void tunl0(boolean up, String... subnets) {
    server.kernel.addLink(new Link(9, "tunl0", Optional.empty(), 1480, up, false, "ipip"), subnets);
  }

  private String reason() {
    return server.desired.partOutcomes().values().iterator().next().reason();
  }

  private Set<PacketRule> rules() {
    return server.desired.packetRules().rules();
  }

  @Test
  void programsADirectorThatWrapsPackets() {
    String before = director.kernel.dump();
    assertThat(
            director
                .open(VIP)
                .directs(service().tunnel(GUE).tcp(80, 80).backend(RS02, 1).build())
                .pass())
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
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.122.152:80 -i --tun-type gue --tun-port 6080 --tun-nocsum -w 1",
            "ip addr add 10.23.21.180/32 dev eth0",
            "arping -U -c 1 -I eth0 10.23.21.180");
    assertThat(director.pass()).isEmpty();
    director.directs().pass();
    assertThat(director.kernel.dump()).isEqualTo(before);
  }

  @Test
  void opensTheTunnelOnlyBehindItsRulesAndClosesItBeforeThem() {
    assertThat(server.open(VIP).hosts(web()).pass())
        .containsExactly(
            "modprobe ipip",
            "sysctl -w net.ipv4.conf.eth0.arp_announce=2",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=1",
            "sysctl -w net.ipv4.conf.tunl0.rp_filter=2",
            "nft 'add table inet lvs-operator'",
            "nft 'delete table inet lvs-operator'",
            "nft 'add table inet lvs-operator'",
            "nft 'add set inet lvs-operator ipip-4 { type ipv4_addr . ipv4_addr; }'",
            "nft 'add set inet lvs-operator mss-1440-4 { type ipv4_addr; }'",
            "nft 'add set inet lvs-operator unwrapped-4 { type ifname . ipv4_addr; }'",
            "nft 'add chain inet lvs-operator unwrapped { type filter hook prerouting priority -450; policy accept; }'",
            "nft 'add rule inet lvs-operator unwrapped iifname \"tunl0\" meta mark and 0x0000007f != 0x00000001 drop'",
            "nft 'add rule inet lvs-operator unwrapped iifname \"tunl0\" meta nfproto ipv6 drop'",
            "nft 'add rule inet lvs-operator unwrapped iifname \"tunl0\" iifname . ip daddr != @unwrapped-4 drop'",
            "nft 'add rule inet lvs-operator unwrapped iifname \"tunl0\" meta mark set meta mark and 0xffffff80'",
            "nft 'add chain inet lvs-operator wrapped { type filter hook input priority 300; policy accept; }'",
            "nft 'add rule inet lvs-operator wrapped meta nfproto ipv4 meta l4proto 4 meta mark set meta mark and 0xffffff80'",
            "nft 'add rule inet lvs-operator wrapped ip daddr . ip saddr @ipip-4 meta l4proto 4 meta mark set meta mark and 0xffffff80 or 0x00000001'",
            "nft 'add chain inet lvs-operator passing { type filter hook forward priority 0; policy accept; }'",
            "nft 'add rule inet lvs-operator passing iifname . ip daddr @unwrapped-4 drop'",
            "nft 'add chain inet lvs-operator replied { type filter hook postrouting priority 150; policy accept; }'",
            "nft 'add rule inet lvs-operator replied ip saddr @mss-1440-4 tcp flags & (syn|rst) == syn tcp option maxseg size set 1440'",
            "nft 'add element inet lvs-operator ipip-4 { 10.23.190.76 . 10.23.21.184 }'",
            "nft 'add element inet lvs-operator mss-1440-4 { 10.23.21.180 }'",
            "nft 'add element inet lvs-operator unwrapped-4 { \"tunl0\" . 10.23.21.180 }'",
            "ip link set tunl0 up",
            "ip addr add 10.23.21.180/32 dev tunl0");
    assertThat(server.pass()).isEmpty();
    assertThat(server.standing().parts()).containsOnlyKeys(web().id());
    assertThat(server.hosts().pass())
        .containsExactly(
            "ip addr del 10.23.21.180/32 dev tunl0",
            "ip link set tunl0 down",
            "nft 'delete table inet lvs-operator'",
            "sysctl -w net.ipv4.conf.tunl0.rp_filter=0",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=0",
            "sysctl -w net.ipv4.conf.eth0.arp_announce=0");
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void bothWaysStandWhileBothAreAskedForAndEachGoesAlone() {
    Way directly = new Way(Mode.DR, Optional.empty());
    HostedPart direct = attached("web", VIP, RS01, directly, HTTP, lb01());
    server.hosts(direct).pass();
    String onLo = server.kernel.dump();
    server.hosts(direct, web()).pass();
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev lo", "ip addr 10.23.21.180/32 dev tunl0");
    assertThat(server.standing().parts()).containsOnlyKeys(direct.id(), web().id());
    server.hosts(direct).pass();
    assertThat(server.kernel.dump()).isEqualTo(onLo);
    server.hosts(direct, web()).pass();
    server.hosts(web()).pass();
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev tunl0")
        .doesNotContain("10.23.21.180/32 dev lo");
    assertThat(server.standing().parts()).containsOnlyKeys(web().id());
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void staysOpenWhileItIsAskedForAlthoughTheAddressIsLost() {
    server.hosts(web()).pass();
    server.kernel.addresses.removeIf(a -> a.address().equals(RS01));
    String asItStands = server.kernel.dump();
    assertThat(server.pass()).isEmpty();
    assertThat(server.kernel.dump()).isEqualTo(asItStands);
    assertThat(reason()).isEqualTo("AddressNotLocal");
    assertThat(server.standing().parts()).isEmpty();
    server.hosts().pass();
    assertThat(server.kernel.dump()).doesNotContain("10.23.21.180", "nft", "tunl0 up");
    assertThat(server.ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void sharesTheDeviceBetweenServicesUntilTheLastIsGone() {
    HostedPart second = part("api", VIP2, GUE, lb01());
    server.hosts(web(), second).pass();
    assertThat(rules())
        .contains(
            new TunnelRule.Unwrap("tunl0", VIP, TRUSTED),
            new TunnelRule.Unwrap("tunl0", VIP2, TRUSTED),
            new TunnelRule.ClampSegments(VIP, 1440),
            new TunnelRule.ClampSegments(VIP2, 1428));
    assertThat(server.standing().parts()).hasSize(2);
    server.hosts(second).pass();
    assertThat(server.kernel.links).filteredOn(l -> l.name().equals("tunl0")).allMatch(Link::up);
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.181/32 dev tunl0", "ip fou port 6080 gue")
        .doesNotContain("10.23.21.180/32");
    assertThat(server.standing().parts()).containsOnlyKeys(second.id());
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void keepsADeviceThatTwoServicesOnOneVipNeed() {
    HostedPart second = part("api", VIP, GUE, lb01());
    server.hosts(web(), second).pass();
    assertThat(rules())
        .contains(new TunnelRule.ClampSegments(VIP, 1428))
        .doesNotContain(new TunnelRule.ClampSegments(VIP, 1440));
    server.hosts(web()).pass();
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev tunl0")
        .doesNotContain("ip fou");
    assertThat(server.standing().parts()).containsOnlyKeys(web().id());
  }

  @Test
  void takesPacketsFromEveryAddressOfEveryDirector() {
    DirectorPeer two = peer("lb02", "02:00:00:00:00:02", "10.23.21.185/16", "10.50.0.2/24");
    server.hosts(part("web", VIP, Tunnel.IPIP, lb01(), two)).pass();
    assertThat(rules())
        .contains(
            trust(TunnelType.IPIP, 0, "10.23.21.184"),
            trust(TunnelType.IPIP, 0, "10.23.21.185"),
            trust(TunnelType.IPIP, 0, "10.50.0.2"));
  }

  @Test
  void opensNothingBeforeADirectorIsKnown() {
    server.hosts(part("web", VIP, Tunnel.IPIP, new DirectorPeer("lb01", List.of()))).pass();
    assertThat(reason()).isEqualTo("Pending");
    assertThat(server.kernel.dump()).isEqualTo(start);
    assertThat(server.standing().parts()).isEmpty();
  }

  @Test
  void unwrapsUdp() {
    server.hosts(part("web", VIP, GUE, lb01()));
    List<String> commands = server.pass();
    assertThat(commands).containsSubsequence("ip link set tunl0 up", "ip fou add port 6080 gue");
    assertThat(rules()).contains(trust(TunnelType.GUE, 6080, "10.23.21.184"));
    assertThat(server.kernel.dump())
        .contains(
            "wrapped meta nfproto ipv4 udp dport @gue-ports-4 meta mark set meta mark and 0xffffff80",
            "wrapped ip daddr . ip saddr . udp dport @gue-4 meta mark set meta mark and 0xffffff80 or 0x00000001",
            "gue-4 { 10.23.190.76 . 10.23.21.184 . 6080 }");
    assertThat(server.kernel.fouPorts).containsExactly(FouPort.gue(VIP.family(), 6080));
    server.kernel.fouPorts.clear();
    assertThat(server.standing().parts()).isEmpty();
    assertThat(server.pass()).containsExactly("modprobe fou", "ip fou add port 6080 gue");
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void makesADeviceForGre() {
    server.hosts(part("web", VIP, GRE_SUMMED, lb01()));
    assertThat(server.pass())
        .contains(
            "ip link add lvs-gre group 76 type gre local 10.23.190.76 icsum",
            "sysctl -w net.ipv4.conf.lvs-gre.rp_filter=2",
            "ip link set lvs-gre up",
            "ip addr add 10.23.21.180/32 dev lvs-gre");
    assertThat(rules())
        .contains(
            trust(TunnelType.GRE, 0, "10.23.21.184"),
            new TunnelRule.Unwrap("lvs-gre", VIP, TRUSTED),
            new TunnelRule.ClampSegments(VIP, 1432));
    assertThat(server.pass()).isEmpty();
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(start);
  }

  @Test
  void cannotTakeGreBothWaysAtOneAddress() {
    HostedPart plain = part("web", VIP, GRE, lb01());
    HostedPart summed = part("api", VIP2, GRE_SUMMED, lb01());
    server.hosts(plain).pass();
    server.hosts(summed, plain).pass();
    assertThat(server.desired.partOutcomes()).containsOnlyKeys(summed.id());
    assertThat(reason()).isEqualTo("TunnelNotUsable");
    assertThat(server.desired.partOutcomes().get(summed.id()).message())
        .isEqualTo(
            "the kernel takes GRE packets at 10.23.190.76 either with checksums or without, and"
                + " LvsService default/web has them the other way: give both the same"
                + " spec.tunnel.checksum, or this one a RealServer with another address of this"
                + " machine");
    assertThat(server.standing().parts()).containsOnlyKeys(plain.id());
    assertThat(server.hosts(summed).pass())
        .contains(
            "ip link del lvs-gre",
            "ip link add lvs-gre group 76 type gre local 10.23.190.76 icsum");
    assertThat(server.standing().parts()).containsOnlyKeys(summed.id());
  }

  @Test
  void ofTwoThatComeTogetherTheOlderHasItsWay() {
    HostedPart older = part("web", VIP, GRE, lb01());
    HostedPart younger = part("api", VIP2, GRE_SUMMED, lb01());
    server.hosts(older, younger).pass();
    assertThat(server.desired.partOutcomes()).containsOnlyKeys(younger.id());
    assertThat(server.standing().parts()).containsOnlyKeys(older.id());
  }

  @Test
  void aServiceThatTakesItsOwnChecksumBackIsToldTheWayRound() {
    HostedPart plain = part("web", VIP, GRE, lb01());
    HostedPart summed = part("web", VIP, GRE_SUMMED, lb01());
    server.hosts(plain).pass();
    server.hosts(plain, summed).pass();
    assertThat(server.desired.partOutcomes()).containsOnlyKeys(summed.id());
    assertThat(server.desired.partOutcomes().get(summed.id()).message())
        .contains(
            "default/web still has them as it was: set spec.tunnel.type to GUE or IPIP first");
    assertThat(server.standing().parts()).containsOnlyKeys(plain.id());
    server.hosts(plain, part("web", VIP, GUE, lb01())).pass();
    assertThat(server.standing().parts()).as("side by side").hasSize(2);
    server.hosts(part("web", VIP, GUE, lb01()), summed).pass();
    assertThat(server.desired.partOutcomes()).isEmpty();
    assertThat(server.standing().parts()).hasSize(2).containsKey(summed.id());
  }

  @Test
  void givesEveryAddressItsOwnGreDevice() {
    IpAddress second = IpAddress.parse("10.23.190.77");
    server.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(second + "/16"), 0));
    server
        .hosts(part("web", VIP, GRE, RS01, lb01()), part("api", VIP2, GRE_SUMMED, second, lb01()))
        .pass();
    assertThat(server.standing().parts()).hasSize(2);
    assertThat(server.kernel.ownLinks)
        .extracting(l -> l.name())
        .containsExactlyInAnyOrder("lvs-gre", "lvs-gre-2");
    server.hosts(part("api", VIP2, GRE_SUMMED, second, lb01())).pass();
    assertThat(server.standing().parts()).hasSize(1);
    assertThat(server.pass()).isEmpty();
  }

  @Test
  void isInPlaceOnlyWithDeviceRulesVipAndParameters() {
    server.hosts(web()).pass();
    PacketTableState table = server.kernel.packetTable;
    server.kernel.packetTable = new PacketTableState.Altered();
    assertThat(server.standing().parts()).isEmpty();
    server.kernel.packetTable = table;
    server.kernel.parameters.put(Sysctl.rpFilter("tunl0"), "1");
    assertThat(server.standing().parts()).isEmpty();
    assertThat(server.pass()).containsExactly("sysctl -w net.ipv4.conf.tunl0.rp_filter=2");
    server.kernel.kernel().links().down("tunl0");
    assertThat(server.standing().parts()).isEmpty();
    assertThat(server.pass()).containsExactly("ip link set tunl0 up");
    server.kernel.addresses.removeIf(a -> a.link().equals("tunl0"));
    assertThat(server.standing().parts()).isEmpty();
    assertThat(server.pass()).containsExactly("ip addr add 10.23.21.180/32 dev tunl0");
    assertThat(server.standing().parts()).hasSize(1);
  }

  @Test
  void usesAFallbackDeviceThatIsThereButUnused() {
    tunl0(false);
    String before = server.kernel.dump();
    server.hosts(web()).pass();
    assertThat(server.ownership.linksUp()).containsExactly(FallbackLink.TUNL0);
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
  }

  @Test
  void leavesAnotherProgramsTunnelAsItIs() {
    tunl0(true, "10.244.7.0/32");
    String before = server.kernel.dump();
    List<String> commands = server.open(VIP).hosts(web()).pass();
    assertThat(commands)
        .contains(
            "ip link add lvs-vip group 76 type dummy",
            "ip link set lvs-vip up",
            "ip addr add 10.23.21.180/32 dev lvs-vip")
        .noneMatch(c -> c.startsWith("sysctl") && c.contains("tunl0"));
    assertThat(rules())
        .contains(new TunnelRule.UnwrapShared("tunl0", VIP, TRUSTED))
        .noneMatch(TunnelRule.Unwrap.class::isInstance);
    assertThat(server.kernel.dump())
        .contains(
            "unwrapped iifname . ip daddr @unwrapped-4 meta mark and 0x0000007f != 0x00000001 drop",
            "unwrapped iifname \"tunl0\" meta mark set meta mark and 0xffffff80",
            "passing iifname . ip daddr @unwrapped-4 drop")
        .doesNotContain("daddr !=", "nfproto ipv6");
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, true, true", "2, 0, true, true", "1, 2, true, true", "0, 1, true, false",
    "1, 0, true, false", "0, 0, false, true", "2, 0, false, false", "0, 1, false, false",
    "0, 2, false, false"
  })
  void sharesATunnelOnlyIfItLetsClientsThrough(
      String all, String own, boolean numbered, boolean works) {
    if (numbered) {
      tunl0(true, "10.244.7.0/32");
    } else {
      tunl0(true);
    }
    server.kernel.parameters.put(Sysctl.rpFilter("all"), all);
    server.kernel.parameters.put(Sysctl.rpFilter("tunl0"), own);
    server.hosts(web()).pass();
    assertThat(server.standing().parts()).hasSize(works ? 1 : 0);
    if (!works) {
      assertThat(server.desired.partOutcomes().get(web().id()))
          .satisfies(o -> assertThat(o.reason()).isEqualTo("TunnelNotUsable"))
          .satisfies(o -> assertThat(o.message()).contains("spec.tunnel.type", "GRE"));
      assertThat(server.kernel.dump()).doesNotContain("10.23.21.180");
    }
  }

  @Test
  void doesNotSwitchAnotherProgramsTunnelOn() {
    tunl0(false, "10.244.7.0/32");
    server.hosts(web()).pass();
    assertThat(reason()).isEqualTo("TunnelNotUsable");
    assertThat(server.kernel.links).filteredOn(l -> l.name().equals("tunl0")).noneMatch(Link::up);
  }

  @Test
  void movesOverWhenAnotherProgramBeginsToUseTheTunnel() {
    server.hosts(web()).pass();
    server.kernel.addresses.add(new LinkAddress("tunl0", Subnet.parse("10.244.7.0/32"), 0));
    server.pass();
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev lvs-vip")
        .doesNotContain("10.23.21.180/32 dev tunl0");
    server.pass();
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts().pass();
    assertThat(server.kernel.links).filteredOn(l -> l.name().equals("tunl0")).allMatch(Link::up);
    assertThat(server.kernel.dump()).contains("ip addr 10.244.7.0/32 dev tunl0");
  }

  @Test
  void recognisesItsTunnelWhenTheJournalIsLost() {
    server.hosts(web()).pass();
    server.ownership = Ownership.NONE;
    server.pass();
    assertThat(server.kernel.dump())
        .contains("ip addr 10.23.21.180/32 dev tunl0")
        .doesNotContain("lvs-vip");
    assertThat(server.standing().parts()).hasSize(1);
  }

  @Test
  void tunnelsIpv6InIpv6() {
    IpAddress vip = IpAddress.parse("fd00:23::180");
    IpAddress address = IpAddress.parse("fd00:23::76");
    server.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse(address + "/64"), 0));
    String before = server.kernel.dump();
    DirectorPeer lb = peer("lb01", LB01_MAC.toString(), "10.23.21.184/16", "fd00:23::184/64");
    server.open(vip).hosts(part("web", vip, Tunnel.IPIP, address, lb));
    assertThat(server.pass())
        .contains("modprobe ip6_tunnel", "ip link set ip6tnl0 up")
        .anyMatch(c -> c.startsWith("ip addr add fd00:23::180/128 dev ip6tnl0"))
        .noneMatch(c -> c.startsWith("sysctl"));
    assertThat(rules())
        .containsExactly(
            new TunnelRule.Trust(
                TunnelType.IPIP, 0, address, IpAddress.parse("fd00:23::184"), TRUSTED),
            new TunnelRule.Unwrap("ip6tnl0", vip, TRUSTED),
            new TunnelRule.ClampSegments(vip, 1400));
    assertThat(server.kernel.dump())
        .contains(
            "unwrapped iifname \"ip6tnl0\" meta nfproto ipv4 drop",
            "unwrapped iifname \"ip6tnl0\" iifname . ip6 daddr != @unwrapped-6 drop",
            "wrapped ip6 daddr . ip6 saddr @ipip-6 meta l4proto 41 meta mark set meta mark and 0xffffff80 or 0x00000001");
    assertThat(server.standing().parts()).hasSize(1);
    server.hosts(part("web", vip, GRE, address, lb)).pass();
    assertThat(server.kernel.dump())
        .contains("lvs-gre6 group 76 type ip6gre local fd00:23::76")
        .contains("fd00:23::180/128 dev lvs-gre6");
    server.hosts(part("web", vip, GUE, address, lb)).pass();
    assertThat(server.kernel.dump()).contains("ip fou port 6080 gue -6", "ip link ip6tnl0 up");
    server.hosts().pass();
    assertThat(server.kernel.dump()).isEqualTo(before);
  }
}
