package io.lvsoperator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MarkingRules;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What every kernel does, the one in memory and the real one: the same tests run on both. The node
 * is the tutorial's director: {@code eth0} with 10.23.21.184/16.
 */
public abstract class KernelContract {
  private static final VirtualServerKey TCP =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.23.21.180"), Protocol.TCP, 80);
  private static final VirtualServerKey UDP =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.23.21.180"), Protocol.UDP, 53);
  private static final Destination RS01 =
      Destination.masquerade(IpAddress.parse("10.23.190.76"), 8080, 3);
  private static final LinkAddress VIP =
      new LinkAddress("eth0", Subnet.parse("10.23.21.180/32"), Ownership.PROTOCOL);
  private static final Route ROUTE =
      new Route(
          7727,
          Subnet.parse("0.0.0.0/0"),
          Optional.of(IpAddress.parse("10.23.21.185")),
          "eth0",
          Ownership.PROTOCOL);
  private static final PacketMark MARK = MarkingRules.MARK;
  private static final Rule RULE = new Rule(Family.IPV4, 7600, MARK, 7727, Ownership.PROTOCOL);

  /** {@return the ports of a kernel in which nothing of ours stands} */
  protected abstract Kernel kernel();

  /** Lets a router on eth0's link say that it is there, and waits until that was heard. */
  protected abstract void routerAdvertises() throws InterruptedException;

  private static void refused(String errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  private List<Destination> destinations(VirtualServerKey key) {
    return kernel().ipvs().virtualServers().stream()
        .filter(s -> s.server().key().equals(key))
        .map(VirtualServerState::destinations)
        .flatMap(List::stream)
        .map(DestinationState::destination)
        .toList();
  }

  @Test
  void holdsAVirtualServerAsItWasAddedAndAsItWasEdited() {
    VirtualServer plain = VirtualServer.of(TCP, Scheduler.WRR);
    new Ipvsadm(kernel().ipvs()).add(plain);
    assertThat(kernel().ipvs().virtualServers())
        .extracting(VirtualServerState::server)
        .containsExactly(plain);
    VirtualServer rich =
        new VirtualServer(
            TCP,
            new Scheduler("sh"),
            Set.of(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2),
            Optional.of(new Persistence(300, 24)),
            false);
    new Ipvsadm(kernel().ipvs()).edit(rich);
    assertThat(kernel().ipvs().virtualServers())
        .extracting(VirtualServerState::server)
        .containsExactly(rich);
    new Ipvsadm(kernel().ipvs()).edit(plain);
    assertThat(kernel().ipvs().virtualServers())
        .extracting(VirtualServerState::server)
        .as("persistence and flags are gone again")
        .containsExactly(plain);
  }

  @Test
  void holdsDestinationsAsTheyWereAddedAndAsTheyWereEdited() {
    new Ipvsadm(kernel().ipvs()).add(VirtualServer.of(UDP, Scheduler.RR));
    new Ipvsadm(kernel().ipvs()).add(VirtualServer.of(TCP, Scheduler.RR));
    new Ipvsadm(kernel().ipvs()).add(TCP, RS01);
    assertThat(destinations(TCP)).containsExactly(RS01);
    assertThat(destinations(UDP)).isEmpty();
    Destination edited = new Destination(RS01.key(), new Forwarding.Masquerade(), 65535, 1000, 800);
    new Ipvsadm(kernel().ipvs()).edit(TCP, edited);
    assertThat(destinations(TCP)).containsExactly(edited);
    new Ipvsadm(kernel().ipvs()).edit(TCP, RS01.withWeight(0));
    assertThat(destinations(TCP)).containsExactly(RS01.withWeight(0));
    new Ipvsadm(kernel().ipvs()).delete(TCP, RS01.key());
    assertThat(destinations(TCP)).isEmpty();
  }

  @Test
  void deletesAVirtualServerWithItsDestinations() {
    new Ipvsadm(kernel().ipvs()).add(VirtualServer.of(TCP, Scheduler.RR));
    new Ipvsadm(kernel().ipvs()).add(TCP, RS01);
    new Ipvsadm(kernel().ipvs()).delete(TCP);
    assertThat(kernel().ipvs().virtualServers()).isEmpty();
    new Ipvsadm(kernel().ipvs()).add(VirtualServer.of(TCP, Scheduler.RR));
    assertThat(destinations(TCP)).isEmpty();
  }

  @Test
  void refusesWhatIpvsRefuses() {
    Ipvsadm ipvs = new Ipvsadm(kernel().ipvs());
    VirtualServer server = VirtualServer.of(TCP, Scheduler.RR);
    refused("ESRCH", () -> ipvs.edit(server));
    refused("ESRCH", () -> ipvs.delete(TCP));
    refused("ESRCH", () -> ipvs.add(TCP, RS01));
    refused("ESRCH", () -> ipvs.edit(TCP, RS01));
    refused("ESRCH", () -> ipvs.delete(TCP, RS01.key()));
    refused("ENOENT", () -> ipvs.add(VirtualServer.of(TCP, new Scheduler("nosuch"))));
    ipvs.add(server);
    refused("EEXIST", () -> ipvs.add(server));
    refused("ENOENT", () -> ipvs.edit(TCP, RS01));
    refused("ENOENT", () -> ipvs.delete(TCP, RS01.key()));
    ipvs.add(TCP, RS01);
    refused("EEXIST", () -> ipvs.add(TCP, RS01));
    assertThat(destinations(TCP)).containsExactly(RS01);
  }

  @Test
  void namesTheCommandThatWasRefused() {
    assertThatThrownBy(() -> new Ipvsadm(kernel().ipvs()).add(TCP, RS01))
        .hasMessageContaining("ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 3")
        .hasMessageContaining("ESRCH");
  }

  @Test
  void keepsAddressesWithTheirLabel() {
    Addresses addresses = kernel().addresses();
    assertThat(addresses.addresses())
        .extracting(LinkAddress::subnet)
        .contains(Subnet.parse("10.23.21.184/16"));
    refused("EADDRNOTAVAIL", () -> new IpAddr(addresses).delete(VIP));
    new IpAddr(addresses).add(VIP);
    assertThat(addresses.addresses())
        .contains(addresses.keepsProtocol() ? VIP : new LinkAddress("eth0", VIP.subnet(), 0));
    refused("EEXIST", () -> new IpAddr(addresses).add(VIP));
    refused(
        "ENODEV",
        () -> new IpAddr(addresses).add(new LinkAddress("eth9", VIP.subnet(), Ownership.PROTOCOL)));
    new IpAddr(addresses).delete(VIP);
    assertThat(addresses.addresses())
        .extracting(LinkAddress::address)
        .doesNotContain(VIP.address());
  }

  @Test
  void keepsOurRoutesAndRulesApartFromOthers() {
    Routes routes = kernel().routes();
    assertThat(routes.owned()).isEmpty();
    refused("ESRCH", () -> routes.delete(ROUTE));
    routes.add(ROUTE);
    refused("EEXIST", () -> routes.add(ROUTE));
    assertThat(routes.owned()).containsExactly(ROUTE);
    refused("ENETUNREACH", () -> routes.add(via("0.0.0.0/0", "192.0.2.1")));
    assertThat(routes.ownedRules()).isEmpty();
    refused("ENOENT", () -> routes.delete(RULE));
    routes.add(RULE);
    refused("EEXIST", () -> routes.add(RULE));
    assertThat(routes.ownedRules()).containsExactly(RULE);
    routes.delete(RULE);
    routes.delete(ROUTE);
    assertThat(routes.owned()).isEmpty();
    assertThat(routes.ownedRules()).isEmpty();
  }

  @Test
  void takesItsOwnAddressForNoNextHopOfIpv6() {
    LinkAddress own = new LinkAddress("eth0", Subnet.parse("fd00:23::184/64"), Ownership.PROTOCOL);
    new IpAddr(kernel().addresses()).add(own);
    refused("EINVAL", () -> kernel().routes().add(via("::/0", "fd00:23::184")));
    Route other = via("::/0", "fd00:23::185");
    kernel().routes().add(other);
    kernel().routes().delete(other);
    new IpAddr(kernel().addresses()).delete(own);
  }

  private static Route via(String destination, String gateway) {
    return new Route(
        7726,
        Subnet.parse(destination),
        Optional.of(IpAddress.parse(gateway)),
        "eth0",
        Ownership.PROTOCOL);
  }

  @Test
  void knowsTheDefaultRouteAndTheNextHopsOfTheNodeItself() {
    assertThat(kernel().routes().defaults())
        .extracting(Route::gateway)
        .containsExactly(Optional.of(IpAddress.parse("10.23.0.1")));
    assertThat(kernel().routes().nextHops()).containsExactly(IpAddress.parse("10.23.0.1"));
  }

  @Test
  void readsAndWritesParameters() {
    Sysctls sysctls = kernel().sysctls();
    Sysctl redirects = Sysctl.sendRedirects("eth0");
    assertThat(sysctls.read(redirects)).contains("1");
    sysctls.write(redirects, "0");
    assertThat(sysctls.read(redirects)).contains("0");
    sysctls.write(redirects, "1");
    Sysctl absent = Sysctl.forwarding("eth9");
    assertThat(sysctls.read(absent)).isEmpty();
    refused("ENOENT", () -> sysctls.write(absent, "1"));
    kernel().ipvs().virtualServers(); // ipvs is there by now
    assertThat(sysctls.read(Sysctl.VS_CONNTRACK)).contains("0");
  }

  private boolean knowsTheRouter() {
    return kernel().routes().defaults().stream()
        .anyMatch(route -> route.protocol() == Route.FROM_ROUTER_ADVERTISEMENT);
  }

  @Test
  void writesEveryInterfaceWithAllAndForgetsWhatARouterDoesNotLearn() throws InterruptedException {
    Sysctls sysctls = kernel().sysctls();
    Sysctl accept = Sysctl.acceptRouterAdvertisements("eth0");
    Sysctl all = Sysctl.ipv6Forwarding("all");
    sysctls.write(accept, "1");
    routerAdvertises();
    assertThat(knowsTheRouter()).isTrue();
    sysctls.write(all, "1");
    assertThat(knowsTheRouter()).as("all forward").isFalse();
    for (String scope : List.of("default", "eth0", "lo")) {
      assertThat(sysctls.read(Sysctl.ipv6Forwarding(scope))).as(scope).contains("1");
    }
    sysctls.write(all, "0");
    assertThat(sysctls.read(Sysctl.ipv6Forwarding("eth0"))).contains("0");
    routerAdvertises();
    sysctls.write(Sysctl.ipv6Forwarding("eth0"), "1");
    assertThat(knowsTheRouter()).as("eth0 is a router").isFalse();
    sysctls.write(Sysctl.ipv6Forwarding("eth0"), "0");
  }

  @Test
  void remembersWhatItLearnedWhereItLearnsInAnyCase() throws InterruptedException {
    Sysctls sysctls = kernel().sysctls();
    Sysctl accept = Sysctl.acceptRouterAdvertisements("eth0");
    Sysctl all = Sysctl.ipv6Forwarding("all");
    sysctls.write(accept, "1");
    routerAdvertises();
    sysctls.write(accept, "2");
    sysctls.write(all, "1");
    assertThat(knowsTheRouter()).as("all forward").isTrue();
    sysctls.write(all, "0");
    sysctls.write(accept, "1");
    assertThat(knowsTheRouter()).as("given back").isTrue();
  }

  @Test
  void forwardsForOneInterfaceWithoutMakingItARouter() throws InterruptedException {
    Sysctls sysctls = kernel().sysctls();
    Sysctl force = Sysctl.ipv6ForceForwarding("eth0");
    if (sysctls.read(force).isEmpty()) {
      return; // Linux 6.16 and older
    }
    sysctls.write(Sysctl.acceptRouterAdvertisements("eth0"), "1");
    routerAdvertises();
    sysctls.write(force, "1");
    assertThat(knowsTheRouter()).isTrue();
    assertThat(sysctls.read(Sysctl.ipv6Forwarding("eth0"))).contains("0");
    assertThat(sysctls.read(Sysctl.ipv6ForceForwarding("all"))).contains("0");
    sysctls.write(force, "0");
  }

  @Test
  void recognisesThePacketRulesThatItWrote() {
    PacketTable table = kernel().packetTable();
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
    table.delete();
    for (int port : new int[] {8080, 443}) {
      table.replace(MarkingRules.of(80, port));
      assertThat(table.read()).isEqualTo(new PacketTableState.Ours(MarkingRules.of(80, port)));
    }
    table.replace(PacketRules.NONE);
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
    table.delete();
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
  }

  @Test
  void knowsItsInterfaces() {
    assertThat(kernel().links().links())
        .filteredOn(l -> l.name().equals("eth0"))
        .singleElement()
        .satisfies(l -> assertThat(l.up()).isTrue())
        .satisfies(l -> assertThat(l.mac()).isPresent())
        .satisfies(l -> assertThat(l.mtu()).isEqualTo(1500));
    assertThat(kernel().links().links()).filteredOn(Link::loopback).hasSize(1);
  }
}
