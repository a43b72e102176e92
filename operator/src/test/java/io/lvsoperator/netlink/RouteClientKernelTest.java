package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Errno;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class RouteClientKernelTest {
  private RouteClient client;

  @BeforeEach
  void addLink() {
    client = RouteClient.open();
    Shell.line("ip link add va0 type veth peer name va1");
    Shell.line("ip link set va0 up mtu 1400 address 02:42:ac:11:00:02");
    Shell.line("ip link set va1 up");
    Shell.line("ip addr add 10.0.0.2/24 dev va0");
  }

  @AfterEach
  void deleteLink() {
    Shell.line("ip link del va0");
    client.close();
  }

  @Test
  void readsLinks() {
    LinkInfo link = link("va0");
    assertThat(link.hardwareAddress()).contains("02:42:ac:11:00:02");
    assertThat(link.mtu()).isEqualTo(1400);
    assertThat(link.up()).isTrue();
    assertThat(link.kind()).isEqualTo("veth");
    assertThat(link("lo").loopback()).isTrue();
    assertThat(link("lo").kind()).isEmpty();
  }

  @Test
  void setsSysctlsOfAnInterfaceWithoutProcSys() {
    client.execute(
        new RouteCommand.SetInetConf(
            "sysctl",
            link("va0").index(),
            Map.of(LinkInfo.ARP_IGNORE, 1, LinkInfo.ARP_ANNOUNCE, 2)));
    assertThat(link("va0").inetConf())
        .containsEntry(LinkInfo.ARP_IGNORE, 1)
        .containsEntry(LinkInfo.ARP_ANNOUNCE, 2);
    assertThat(Shell.line("cat /proc/sys/net/ipv4/conf/va0/arp_announce")).isEqualTo("2");
  }

  @Test
  void makesAndDeletesDevices() {
    client.execute(
        new RouteCommand.AddLink("ip link add", "lvstest0", 0, "dummy", Optional.empty()));
    int index = link("lvstest0").index();
    client.execute(new RouteCommand.SetLinkState("up", index, true));
    assertThat(link("lvstest0").up()).isTrue();
    assertThat(link("lvstest0").kind()).isEqualTo("dummy");
    client.execute(new RouteCommand.SetLinkState("down", index, false));
    assertThat(link("lvstest0").up()).isFalse();
    client.execute(new RouteCommand.DeleteLink("del", index));
    assertThat(client.links()).extracting(LinkInfo::name).doesNotContain("lvstest0");
  }

  @Test
  void tellsTheKernelsOwnWordsOfARefusal() {
    RouteInfo route = route(InetAddress.ofLiteral("10.99.0.0"), "192.0.2.1");
    assertThatThrownBy(() -> client.execute(new RouteCommand.AddRoute("ip route add", route)))
        .isInstanceOfSatisfying(
            NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENETUNREACH))
        .hasMessage("ip route add: ENETUNREACH: Nexthop has invalid gateway");
  }

  @Test
  void readsRoutesOfOneTableOrOfOneProtocolOnly() {
    Shell.line("ip route add 10.99.0.0/16 via 10.0.0.1 dev va0 table 1001 proto 76");
    Shell.line("ip route add 10.98.0.0/16 via 10.0.0.1 dev va0 table 1001 proto 77");
    Shell.line("ip route add 10.97.0.0/16 via 10.0.0.1 dev va0 proto 76");
    assertThat(client.routesOfTable(1001))
        .extracting(RouteInfo::destination)
        .containsExactlyInAnyOrder(
            InetAddress.ofLiteral("10.99.0.0"), InetAddress.ofLiteral("10.98.0.0"));
    assertThat(client.routesOfProtocol(76))
        .extracting(RouteInfo::destination)
        .containsExactlyInAnyOrder(
            InetAddress.ofLiteral("10.99.0.0"), InetAddress.ofLiteral("10.97.0.0"));
    assertThat(client.routesOfTable(4711)).isEmpty();
  }

  @Test
  void addsAndReadsThousandsOfAddresses() {
    int index = link("va0").index();
    List<RouteCommand.AddAddress> commands =
        IntStream.range(0, 3000)
            .mapToObj(i -> InetAddress.ofLiteral("10.50." + i / 250 + "." + (i % 250 + 1)))
            .map(a -> new RouteCommand.AddAddress("add", new AddressInfo(index, a, 32, 76, 0)))
            .toList();
    assertThat(client.apply(commands)).hasSize(3000).containsOnly(new Outcome.Applied());
    assertThat(client.addresses().stream().filter(a -> a.protocol() == 76)).hasSize(3000);
  }

  @Test
  void seesTheRulesThatEveryNamespaceHas() {
    assertThat(client.rules()).extracting(RuleInfo::priority).contains(0, 32766);
  }

  private LinkInfo link(String name) {
    return client.links().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private RouteInfo route(InetAddress destination, String gateway) {
    RouteInfo.Hop hop =
        new RouteInfo.Hop(Optional.of(InetAddress.ofLiteral(gateway)), link("va0").index());
    return new RouteInfo(
        254, RouteInfo.UNICAST, 76, destination, 16, 0, Optional.empty(), List.of(hop));
  }
}
