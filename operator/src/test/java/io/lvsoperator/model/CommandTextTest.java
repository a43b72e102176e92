package io.lvsoperator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values print themselves as the commands that a network engineer would type. */
class CommandTextTest {
  private static final VirtualServerKey KEY =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.23.21.184"), Protocol.TCP, 8000);

  @Test
  void printsAVirtualServerWithEverything() {
    VirtualServer server =
        new VirtualServer(
            KEY,
            new Scheduler("sh"),
            Set.of(SchedulerFlag.FLAG_2, SchedulerFlag.FLAG_1),
            Optional.of(new Persistence(300, 24)),
            false);
    assertThat(server.options())
        .isEqualTo("-t 10.23.21.184:8000 -s sh -p 300 -M 255.255.255.0 -b flag-1,flag-2");
  }

  @Test
  void printsAVirtualServerByFirewallMark() {
    VirtualServer server =
        new VirtualServer(
            new VirtualServerKey.FirewallMark(16, Family.IPV6),
            Scheduler.RR,
            Set.of(),
            Optional.of(new Persistence(60, 64)),
            true);
    assertThat(server.options()).isEqualTo("-f 16 -6 -s rr -p 60 -M 64 -o");
  }

  @Test
  void printsADestinationWithThresholds() {
    Destination destination =
        new Destination(
            new Destination.Key(IpAddress.parse("10.23.190.76"), 80),
            new Forwarding.Masquerade(),
            3,
            100,
            80);
    assertThat(new Change.AddDestination(KEY, destination).command())
        .isEqualTo("ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 3 -x 100 -y 80");
  }

  @Test
  void printsASysctlOfAnInterfaceWithADotByItsPath() {
    assertThat(Sysctl.forwarding("eth0")).hasToString("net.ipv4.conf.eth0.forwarding");
    assertThat(Sysctl.forwarding("eth0.100")).hasToString("net/ipv4/conf/eth0.100/forwarding");
  }

  @Test
  void printsPacketRulesAsTheyAreWritten() {
    assertThat(
            new Change.ReplacePacketRules(new PacketTableState.Altered(), MarkingRules.of(8080, 80))
                .command()
                .lines())
        .containsExactly(
            "nft 'add table inet lvs-operator'",
            "nft 'delete table inet lvs-operator'",
            "nft 'add table inet lvs-operator'",
            "nft 'add set inet lvs-operator from-director-0x7f-4 { type ifname . ether_addr . ipv4_addr . inet_proto . inet_service; }'",
            "nft 'add chain inet lvs-operator from-directors { type filter hook prerouting priority -145; policy accept; }'",
            "nft 'add rule inet lvs-operator from-directors ct direction original ct state new iifname . ether saddr . ip daddr . meta l4proto . th dport @from-director-0x7f-4 ct mark set ct mark and 0xffffff80 or 0x0000007f'",
            "nft 'add rule inet lvs-operator from-directors ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'",
            "nft 'add chain inet lvs-operator replies { type route hook output priority -145; policy accept; }'",
            "nft 'add rule inet lvs-operator replies ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'",
            "nft 'add element inet lvs-operator from-director-0x7f-4 { \"eth0\" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 80, \"eth0\" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 8080 }'");
  }

  @Test
  void changesElementsAloneWhereTheRulesAreTheSame() {
    assertThat(
            new Change.ReplacePacketRules(
                    new PacketTableState.Ours(MarkingRules.of(80, 443)), MarkingRules.of(80, 8080))
                .command()
                .lines())
        .containsExactly(
            "nft 'delete element inet lvs-operator from-director-0x7f-4 { \"eth0\" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 443 }'",
            "nft 'add element inet lvs-operator from-director-0x7f-4 { \"eth0\" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 8080 }'");
  }

  @Test
  void refusesNumbersThatTheKernelWouldTakeButNotMean() {
    assertThatThrownBy(() -> Destination.masquerade(IpAddress.parse("10.0.0.1"), 80, 65536))
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> Destination.masquerade(IpAddress.parse("10.0.0.1"), 65536, 1))
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> new PacketMark(0x100, 0x7f)).hasMessageContaining("100");
    assertThatThrownBy(() -> new Sysctl("net/../kernel/panic")).hasMessageContaining("..");
  }

  @Test
  void printsAnIpv6AddressThatIsThereAtOnceAndNeverASource() {
    LinkAddress vip =
        new LinkAddress("eth0", IpAddress.parse("fd00::180").asHost(), Ownership.PROTOCOL);
    assertThat(new Change.AddAddress(vip).command())
        .isEqualTo("ip addr add fd00::180/128 dev eth0 nodad preferred_lft 0");
    assertThat(new Change.DeleteAddress(vip).command())
        .isEqualTo("ip addr del fd00::180/128 dev eth0");
    assertThat(new Change.Announce("eth0", vip.address()).command())
        .isEqualTo("ndsend fd00::180 eth0");
  }

  @Test
  void printsDevices() {
    IpAddress local = IpAddress.parse("10.23.190.76");
    OwnLink gre =
        new OwnLink("lvs-gre", OwnLink.Kind.GRE, Optional.of(local), Optional.empty(), true);
    assertThat(new Change.AddLink(gre).command())
        .isEqualTo("ip link add lvs-gre group 76 type gre local 10.23.190.76 icsum");
    assertThat(
            OwnLink.tunnel("lvs-ip6", OwnLink.Kind.IP6TNL, IpAddress.parse("fd00::76")).options())
        .isEqualTo("lvs-ip6 group 76 type ip6tnl mode any local fd00::76");
    assertThat(new Change.LoadLink(FallbackLink.IP6TNL0).command())
        .isEqualTo("modprobe ip6_tunnel");
    assertThat(new Change.AddFouPort(FouPort.gue(Family.IPV6, 6080)).command())
        .isEqualTo("modprobe fou6\nip fou add port 6080 gue -6");
    assertThat(new Change.SetIpvsTimeouts(Map.of(), Map.of(IpvsTimeout.TCP_FIN, 60)).command())
        .isEqualTo("ipvsadm --set 0 60 0");
  }

  @Test
  void refusesDevicesThatCannotBe() {
    Optional<IpAddress> v6 = Optional.of(IpAddress.parse("fd00::1"));
    assertThatThrownBy(() -> OwnLink.dummy("tunl0")).hasMessageContaining("lvs-");
    assertThatThrownBy(() -> OwnLink.dummy("lvs-much-too-long")).hasMessageContaining("lvs-");
    assertThatThrownBy(() -> new OwnLink("lvs-x", OwnLink.Kind.IPIP, v6, Optional.empty(), false))
        .hasMessageContaining("cannot have the addresses");
    assertThatThrownBy(
            () -> new OwnLink("lvs-x", OwnLink.Kind.IPIP, Optional.empty(), Optional.empty(), true))
        .hasMessageContaining("checksum");
  }
}
