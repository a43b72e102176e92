package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.Addresses;
import io.lvsoperator.kernel.IpAddr;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.Routes;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links, addresses, routes, rules and sysctls of a real kernel. */
@KernelTest
class LinuxRoutingKernelTest {
  private static final IpAddress GATEWAY = IpAddress.parse("10.23.21.184");
  private static final LinkAddress VIP =
      new LinkAddress("lva", Subnet.parse("10.23.21.180/32"), Ownership.PROTOCOL);
  private static final Route RETURN_ROUTE =
      new Route(1001, Subnet.parse("0.0.0.0/0"), Optional.of(GATEWAY), "lva", Ownership.PROTOCOL);
  private static final Rule RETURN_RULE =
      new Rule(Family.IPV4, 1000, new PacketMark(0x10000, 0xff0000), 1001, Ownership.PROTOCOL);

  private VethPair veth;
  private LinuxKernel linux;
  private Kernel kernel;

  @BeforeEach
  void open() {
    veth = new VethPair();
    linux = LinuxKernel.open(new MemoryMemo());
    kernel = linux.kernel();
  }

  @AfterEach
  void close() {
    linux.close();
    veth.close();
  }

  @Test
  void readsLinks() {
    assertThat(kernel.links().links())
        .filteredOn(link -> link.name().equals("lva"))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.mac()).contains(MacAddress.parse(VethPair.MAC_A));
              assertThat(link.kind()).isEqualTo("veth");
              assertThat(link.up()).isTrue();
              assertThat(link.mtu()).isEqualTo(1500);
            });
    assertThat(kernel.links().links())
        .filteredOn(Link::loopback)
        .singleElement()
        .satisfies(lo -> assertThat(lo.mac()).isEmpty());
  }

  @Test
  void addsReadsAndDeletesAddressesWithOurNumber() {
    Addresses addresses = kernel.addresses();
    new IpAddr(addresses).add(VIP);
    assertThat(Shell.line("ip -o -4 addr show dev lva")).contains("inet 10.23.21.180/32 scope");
    int expected = addresses.keepsProtocol() ? Ownership.PROTOCOL : 0;
    assertThat(addresses.addresses())
        .contains(new LinkAddress("lva", VIP.subnet(), expected))
        .contains(new LinkAddress("lva", Subnet.parse("10.23.0.2/16"), 0));
    assertThatThrownBy(() -> new IpAddr(addresses).add(VIP))
        .hasMessageStartingWith("ip addr add 10.23.21.180/32 dev lva: EEXIST (");
    new IpAddr(addresses).delete(VIP);
    assertThat(Shell.line("ip -o -4 addr show dev lva")).doesNotContain("10.23.21.180");
    assertThatThrownBy(() -> new IpAddr(addresses).delete(VIP))
        .hasMessageStartingWith("ip addr del 10.23.21.180/32 dev lva: EADDRNOTAVAIL (");
  }

  @Test
  void knowsWhetherTheKernelKeepsTheNumberWithoutTouchingIt() throws Exception {
    String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
    assertThat(kernel.addresses().keepsProtocol())
        .isEqualTo(KernelRelease.parse(release).atLeast(5, 18));
  }

  @Test
  void namesTheInterfaceThatIsMissing() {
    LinkAddress nowhere = new LinkAddress("nosuch0", VIP.subnet(), Ownership.PROTOCOL);
    assertThatThrownBy(() -> new IpAddr(kernel.addresses()).add(nowhere))
        .hasMessageEndingWith("ENODEV (this node has no interface \"nosuch0\")");
  }

  @Test
  void addsReadsAndDeletesRoutesOfATableOfOurs() {
    Routes routes = kernel.routes();
    routes.add(RETURN_ROUTE);
    assertThat(routes.owned()).containsExactly(RETURN_ROUTE);
    assertThat(Shell.line("ip route show table 1001"))
        .isEqualTo("default via 10.23.21.184 dev lva proto 76");
    assertThatThrownBy(() -> routes.add(RETURN_ROUTE))
        .hasMessageStartingWith("ip route add default via 10.23.21.184 dev lva table 1001")
        .hasMessageContaining("EEXIST");
    routes.delete(RETURN_ROUTE);
    assertThat(routes.owned()).isEmpty();
    assertThatThrownBy(() -> routes.delete(RETURN_ROUTE)).hasMessageContaining("ESRCH");
  }

  /** Such a route names a next hop to connections that otherwise ask for a VIP of theirs. */
  @ParameterizedTest
  @CsvSource({"10.23.190.76, 10.23.190.76/32", "fd00:23::76, fd00:23::76/128"})
  void aNeighbourCanBeItsOwnGateway(String neighbour, String destination) {
    Shell.line("ip addr add fd00:23::1/64 dev lva nodad");
    Route route =
        new Route(
            Route.MAIN,
            Subnet.parse(destination),
            Optional.of(IpAddress.parse(neighbour)),
            "lva",
            Ownership.PROTOCOL);
    kernel.routes().add(route);
    assertThat(kernel.routes().owned()).containsExactly(route);
    assertThat(Shell.line("ip route get " + neighbour)).contains("via " + neighbour + " dev lva");
    assertThat(kernel.routes().nextHops()).doesNotContain(IpAddress.parse(neighbour));
    kernel.routes().delete(route);
    assertThat(kernel.routes().owned()).isEmpty();
  }

  @Test
  void saysThatAGatewayIsOnNoLink() {
    Route lost =
        new Route(
            1001,
            Subnet.parse("0.0.0.0/0"),
            Optional.of(IpAddress.parse("192.0.2.1")),
            "lva",
            Ownership.PROTOCOL);
    assertThatThrownBy(() -> kernel.routes().add(lost))
        .hasMessageEndingWith("ENETUNREACH (Nexthop has invalid gateway)");
  }

  @Test
  void readsDefaultRoutesBestFirstAndEveryNextHop() {
    Shell.line("ip route add default via 10.23.0.9 dev lva metric 200");
    Shell.line("ip route add default via 10.23.0.1 dev lva metric 100");
    Shell.line("ip route add 10.99.0.0/16 via 10.23.0.7 dev lva");
    Shell.line("ip route add 10.98.0.0/16 via 10.23.0.8 dev lva proto 76");
    assertThat(kernel.routes().defaults())
        .extracting(Route::gateway)
        .containsExactly(
            Optional.of(IpAddress.parse("10.23.0.1")), Optional.of(IpAddress.parse("10.23.0.9")));
    assertThat(kernel.routes().nextHops())
        .containsExactlyInAnyOrder(
            IpAddress.parse("10.23.0.1"),
            IpAddress.parse("10.23.0.9"),
            IpAddress.parse("10.23.0.7"));
  }

  @Test
  void addsReadsAndDeletesRulesAndLeavesThoseOfOthers() {
    Routes routes = kernel.routes();
    Shell.line("ip rule add pref 2000 fwmark 0x1/0x1 lookup 77");
    try {
      routes.add(RETURN_RULE);
      assertThat(routes.ownedRules()).containsExactly(RETURN_RULE);
      assertThat(Shell.line("ip rule show pref 1000"))
          .isEqualTo("1000:\tfrom all fwmark 0x10000/0xff0000 lookup 1001 proto 76");
      assertThatThrownBy(() -> routes.add(RETURN_RULE))
          .hasMessageStartingWith("ip rule add pref 1000 fwmark 0x10000/0xff0000 lookup 1001")
          .hasMessageContaining("EEXIST");
      routes.delete(RETURN_RULE);
      assertThat(routes.ownedRules()).isEmpty();
      assertThatThrownBy(() -> routes.delete(RETURN_RULE)).hasMessageContaining("ENOENT");
    } finally {
      Shell.line("ip rule del pref 2000");
    }
  }

  @Test
  void printsIpCommandsThatMeanTheSame() {
    Shell.line("ip route add " + RETURN_ROUTE.options());
    Shell.line("ip rule add " + RETURN_RULE.options());
    assertThat(kernel.routes().owned()).containsExactly(RETURN_ROUTE);
    assertThat(kernel.routes().ownedRules()).containsExactly(RETURN_RULE);
    kernel.routes().delete(RETURN_RULE);
    kernel.routes().delete(RETURN_ROUTE);
  }

  @Test
  void writesSysctlsOfAnInterfaceWithADotInItsName() {
    Shell.line("ip link add ve.100 type veth peer name ve.101");
    try {
      Sysctl forwarding = Sysctl.forwarding("ve.100");
      kernel.sysctls().write(forwarding, "1");
      assertThat(kernel.sysctls().read(forwarding)).contains("1");
      assertThat(Shell.line("cat /proc/sys/net/ipv4/conf/ve.100/forwarding")).isEqualTo("1");
      assertThat(kernel.sysctls().read(Sysctl.forwarding("nosuch0"))).isEmpty();
      assertThatThrownBy(() -> kernel.sysctls().write(forwarding, "many"))
          .hasMessageContaining("EINVAL");
    } finally {
      Shell.line("ip link del ve.100");
    }
  }
}
