package io.lvsoperator.doctor;

import static io.lvsoperator.doctor.NodeFacts.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.VirtualServerKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every finding, from plain facts. */
class DoctorTest {
  private static final VirtualServerKey DNS =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.10"), Protocol.UDP, 53);

  private final NodeFacts node = new NodeFacts();

  @Test
  void nothingIsWrongWithANodeOnWhichAllIsWell() {
    assertThat(node.troubles()).isEmpty();
    assertThat(Doctor.examine(node.facts(), Scope.ALL))
        .extracting(Finding::fix)
        .as("what is fine needs no fix")
        .containsOnly("");
  }

  @Test
  void theWorstComesFirst() {
    node.foreign(DNS);
    node.modules.put("ip_vs", ModuleState.ABSENT);
    assertThat(node.troubles())
        .containsExactly("FAIL module ip_vs | director", "WARN virtual servers | director");
    assertThat(Doctor.examine(node.facts(), Scope.ALL).getLast().severity()).isEqualTo(Severity.OK);
  }

  @Test
  void everyTroubleHasAFix() {
    node.rights = new Facts.Rights(false, false, false);
    node.modules.replaceAll((name, state) -> ModuleState.ABSENT);
    node.foreign(DNS);
    node.interfaces.add(link("eth1", "", Map.of("rp_filter", 1, "arp_ignore", 8), "10.1.0.2/24"));
    node.interfaces.add(link("tunl0", "ipip", Map.of(), "10.244.1.0/32"));
    node.interfaces.add(link("kube-ipvs0", "dummy", Map.of(), "10.96.0.1/32"));
    node.interfaces.add(link("kube-bridge", "bridge", Map.of(), "10.245.1.1/24"));
    node.vrrp = new Facts.Vrrp(true, true);
    node.firewall = new Facts.Firewall(Optional.empty(), List.of(), "no", false, List.of("ip nat"));
    node.way("10.0.0.9", new Facts.Way.None());
    List<Finding> troubles =
        Doctor.examine(node.facts(), Scope.ALL).stream()
            .filter(f -> f.severity() != Severity.OK)
            .toList();
    assertThat(troubles).hasSizeGreaterThan(20);
    assertThat(troubles).extracting(Finding::fix).doesNotContain("");
  }

  @Test
  void whatWasNotAskedForIsLeftOut() {
    node.modules.put("ipip", ModuleState.ABSENT);
    node.modules.put("nft_nat", ModuleState.ABSENT);
    assertThat(node.troubles())
        .containsExactly(
            "FAIL module nft_nat | director FULLNAT", "FAIL module ipip | real-server TUN");
    assertThat(node.troubles(Scope.director(Mode.NAT, Mode.DR, Mode.TUN))).isEmpty();
    assertThat(node.troubles(Scope.realServer(Mode.TUN)))
        .containsExactly("FAIL module ipip | real-server TUN");
    assertThat(node.troubles(Scope.director()))
        .containsExactly("FAIL module nft_nat | director FULLNAT");
  }

  @Test
  void aRealServerOfFullnatNeedsNothing() {
    node.rights = new Facts.Rights(false, false, false);
    node.modules.replaceAll((name, state) -> ModuleState.ABSENT);
    node.firewall = new Facts.Firewall(Optional.empty(), List.of(), "", false, List.of());
    assertThat(node.troubles(Scope.realServer(Mode.FULLNAT))).isEmpty();
  }

  @Test
  void privilegesThatAreMissing() {
    node.rights = new Facts.Rights(false, false, false);
    assertThat(node.troubles())
        .containsExactly(
            "FAIL CAP_NET_ADMIN | director; real-server NAT,DR,TUN",
            "FAIL CAP_NET_RAW | director",
            "FAIL /proc/sys/net | director; real-server NAT,DR,TUN");
    assertThat(node.finding("CAP_NET_RAW").fix()).contains("privileged: true");
  }

  @Test
  void aModuleThatCanBeLoadedIsFineAndOneThatMayNotIsNot() {
    node.modules.put("ip_vs", ModuleState.LOADED);
    node.modules.put("nf_tables", ModuleState.BUILT_IN);
    node.modules.put("nft_ct", ModuleState.LOCKED);
    node.modules.put("ip_gre", ModuleState.ABSENT);
    node.modules.put("ipip", ModuleState.UNKNOWN);
    assertThat(node.troubles())
        .containsExactly(
            "FAIL module nft_ct | director; real-server NAT",
            "WARN module ipip | real-server TUN",
            "WARN module ip_gre | real-server TUN");
    assertThat(node.finding("module ip_vs").fact()).isEqualTo("loaded");
    assertThat(node.finding("module nf_tables").fact()).isEqualTo("built in");
    assertThat(node.finding("module nft_ct").fact()).contains("kernel.modules_disabled=1");
    assertThat(node.finding("module nft_ct").fix()).contains("/etc/modules-load.d");
    assertThat(node.finding("module ipip").fact()).contains("/lib/modules");
    assertThat(node.finding("module ip_gre").fix()).contains("modules-extra-6.1.0-56-amd64");
  }

  @Test
  void schedulersByWhereTheyAre() {
    node.modules.put("ip_vs_rr", ModuleState.LOADED);
    node.modules.put("ip_vs_twos", ModuleState.ABSENT);
    assertThat(node.troubles()).as("few kernels have twos").isEmpty();
    assertThat(node.finding("schedulers").fact())
        .isEqualTo(
            "loaded: rr; loadable: wrr lc wlc lblc lblcr dh sh mh sed nq fo ovf; absent: twos");
    node.modules.put("ip_vs_mh", ModuleState.ABSENT);
    assertThat(node.troubles()).containsExactly("WARN schedulers | director");
    node.modules.put("ip_vs_wlc", ModuleState.ABSENT);
    assertThat(node.troubles()).as("the default").containsExactly("FAIL schedulers | director");
    node.modules.put("ip_vs_wlc", ModuleState.UNKNOWN);
    assertThat(node.troubles()).containsExactly("WARN schedulers | director");
  }

  @Test
  void whatThisKernelDoesNotHave() {
    node.addressesKeepProtocol = false;
    Map<String, String> options = NodeFacts.options("1");
    options.remove("conn_max");
    node.ipvs = Optional.of(new Facts.Ipvs(List.of(), 0, options));
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("labels on addresses").fact()).contains("journal");
    assertThat(node.finding("ipvs options").fact())
        .isEqualTo("this kernel has no net.ipv4.vs.conn_max");
    options.remove("conntrack");
    node.ipvs = Optional.of(new Facts.Ipvs(List.of(), 0, options));
    assertThat(node.troubles()).containsExactly("FAIL ipvs and conntrack | director NAT,FULLNAT");
    node.ipvs = Optional.empty();
    assertThat(node.troubles()).as("not loaded").isEmpty();
    assertThat(node.finding("ipvs options").fact()).contains("before ip_vs is loaded");
  }

  @Test
  void effectiveValuesAreTheGreaterOnes() {
    node.all.putAll(Map.of("rp_filter", 2, "arp_ignore", 0));
    node.interfaces.clear();
    node.interfaces.add(
        link("eth0", "", Map.of("rp_filter", 1, "arp_ignore", 1, "forwarding", 1), "10.0.0.2/24"));
    assertThat(node.finding("interface eth0").fact())
        .startsWith(
            "MTU 1500; forwarding 1; rp_filter 2 (all 2, eth0 1); arp_ignore 1 (all 0, eth0 1);"
                + " arp_announce 0 (all 0, eth0 0)");
  }

  @Test
  void interfacesWithoutTrafficOfTheirOwnAreNotListed() {
    node.interfaces.add(link("lo", "", Map.of(), "127.0.0.1/8"));
    node.interfaces.add(link("docker0", "bridge", Map.of("rp_filter", 1), "172.17.0.1/16"));
    node.interfaces.add(link("cali1", "veth", Map.of("rp_filter", 1), "fe80::1/64"));
    assertThat(Doctor.examine(node.facts(), Scope.ALL))
        .extracting(Finding::what)
        .filteredOn(what -> what.startsWith("interface"))
        .containsExactly("interface eth0");
  }

  @Test
  void strictReversePathFilterHurtsBesideTheDefaultRoute() {
    node.all.put("rp_filter", 1);
    assertThat(node.troubles()).as("clients come and go by eth0").isEmpty();
    node.interfaces.add(link("eth1", "", Map.of(), "10.1.0.2/24"));
    assertThat(node.troubles())
        .containsExactly("WARN rp_filter eth1 | director; real-server NAT,DR");
    assertThat(node.finding("rp_filter eth1").fix())
        .isEqualTo("sysctl -w net.ipv4.conf.eth1.rp_filter=2");
    node.defaultLinks = Set.of("eth0", "eth1");
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void aDirectorThatAnswersNoArp() {
    node.all.put("arp_ignore", 1);
    assertThat(node.troubles()).as("a VIP on the interface is answered for").isEmpty();
    node.all.put("arp_ignore", 2);
    assertThat(node.finding("arp_ignore eth0").fix())
        .isEqualTo("sysctl -w net.ipv4.conf.all.arp_ignore=1");
    node.all.clear();
    node.interfaces.clear();
    node.interfaces.add(link("eth0", "", Map.of("arp_ignore", 8), "10.0.0.2/24"));
    assertThat(node.troubles()).containsExactly("FAIL arp_ignore eth0 | director");
    assertThat(node.finding("arp_ignore eth0").fix())
        .isEqualTo("sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
  }

  @Test
  void whatRouterAdvertisementsTaughtIsKept() {
    node.interfaces.add(NodeFacts.ipv6("eth1", new Facts.Ipv6(0, 1, true)));
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("IPv6 eth1").fact())
        .startsWith("forwarding 0; accept_ra 1;")
        .contains("the agent keeps it");
    node.interfaces.removeLast();
    node.interfaces.add(NodeFacts.ipv6("eth1", new Facts.Ipv6(1, 1, true)));
    assertThat(node.troubles()).containsExactly("WARN IPv6 eth1 | all");
    assertThat(node.finding("IPv6 eth1").fix())
        .isEqualTo("sysctl -w net.ipv6.conf.eth1.accept_ra=2");
    node.interfaces.removeLast();
    node.interfaces.add(NodeFacts.ipv6("eth1", new Facts.Ipv6(1, 2, true)));
    node.interfaces.add(NodeFacts.ipv6("eth2", new Facts.Ipv6(1, 1, false)));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void aTunnelDeviceThatIsNobodysIsOurs() {
    node.all.put("rp_filter", 1);
    node.interfaces.add(link("tunl0", "ipip", Map.of()));
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("tunl0").fact()).contains("ours to use");
  }

  @Test
  void aForeignTunnelDeviceIsSharedUnlessItsFilterIsStrict() {
    node.interfaces.add(link("tunl0", "ipip", Map.of("rp_filter", 1), "10.244.1.0/32"));
    assertThat(node.troubles()).containsExactly("FAIL tunl0 | real-server TUN");
    assertThat(node.finding("tunl0").fact())
        .contains("10.244.1.0/32", "rp_filter 1 (all 0, tunl0 1)");
    assertThat(node.finding("tunl0").fix()).contains("\"tunnel\":{\"type\":\"GRE\"}");
    node.all.put("rp_filter", 2);
    assertThat(node.troubles()).containsExactly("WARN tunl0 | real-server TUN");
  }

  @Test
  void foreignVirtualServersAreNamed() {
    node.foreign(DNS);
    assertThat(node.finding("virtual servers").fact())
        .startsWith("1 of others (-u 10.96.0.10:53), 2 of ours.")
        .contains("ForeignEntry");
    node.foreign(DNS, DNS, new VirtualServerKey.FirewallMark(16, Family.IPV4), DNS);
    assertThat(node.finding("virtual servers").fact())
        .startsWith("4 of others (-u 10.96.0.10:53, -u 10.96.0.10:53, -f 16, ...)");
  }

  @Test
  void othersOnTheSameNode() {
    node.interfaces.add(link("kube-ipvs0", "dummy", Map.of()));
    node.interfaces.add(link("kube-dummy-if", "dummy", Map.of()));
    node.interfaces.add(link("cali12345", "veth", Map.of()));
    node.interfaces.add(link("cilium_host", "veth", Map.of()));
    node.vrrp = new Facts.Vrrp(true, true);
    assertThat(node.troubles())
        .containsExactly(
            "WARN Calico and IPIP | real-server TUN",
            "WARN kube-proxy | director",
            "WARN kube-router | director",
            "WARN Cilium | all",
            "WARN keepalived | director");
    assertThat(node.finding("kube-proxy").fix()).contains("excludeCIDRs");
    assertThat(node.finding("kube-router").fact()).contains("kube-dummy-if", "--excluded-cidrs");
  }

  @Test
  void somebodyElsesVrrp() {
    node.vrrp = new Facts.Vrrp(false, true);
    assertThat(node.troubles()).containsExactly("WARN VRRP | director");
    node.vrrp = new Facts.Vrrp(true, false);
    assertThat(node.troubles()).containsExactly("WARN keepalived | director");
  }

  @Test
  void calicoIsKnownByItsChains() {
    node.firewall = NodeFacts.firewall("table ip filter {\nchain cali-INPUT {\naccept\n}\n}");
    assertThat(node.troubles()).containsExactly("WARN Calico and IPIP | real-server TUN");
  }

  @Test
  void theWayToARealServerOnTheLink() {
    node.way("10.0.0.11", via(Optional.empty(), 1500, OptionalInt.empty()));
    node.way("10.0.0.2", new Facts.Way.Local());
    assertThat(node.troubles()).isEmpty();
    assertThat(
            Doctor.examine(node.facts(), Scope.director(Mode.TUN)).stream()
                .filter(f -> f.what().equals("real server 10.0.0.11"))
                .map(Finding::fact))
        .singleElement()
        .asString()
        .startsWith("by eth0, MTU 1500; an IPIP tunnel leaves 1480:");
  }

  @Test
  void aRealServerBehindARouterIsNotForDr() {
    Optional<IpAddress> router = Optional.of(IpAddress.parse("10.0.0.1"));
    node.way("10.2.0.14", via(router, 1500, OptionalInt.empty()));
    assertThat(node.troubles()).containsExactly("FAIL real server 10.2.0.14 | director DR");
    assertThat(node.finding("real server 10.2.0.14").fact()).contains("router 10.0.0.1");
  }

  @Test
  void aRealServerWithoutARoute() {
    node.way("10.9.0.1", new Facts.Way.None());
    assertThat(node.troubles()).containsExactly("FAIL real server 10.9.0.1 | director");
  }

  @Test
  void aPathThatIsNarrowerThanEthernet() {
    node.way("10.0.0.11", via(Optional.empty(), 1500, OptionalInt.of(1400)));
    assertThat(node.troubles())
        .containsExactly("WARN real server 10.0.0.11 | director NAT,FULLNAT,DR");
    assertThat(node.finding("real server 10.0.0.11").fact())
        .startsWith("by eth0, MTU 1400 (of the path; the interface has 1500)");
    assertThat(node.finding("real server 10.0.0.11").fix()).startsWith("ping -M do -s 1472 ");
    node.servers.clear();
    node.way("fd00::11", via(Optional.empty(), 1400, OptionalInt.empty()));
    assertThat(node.finding("real server fd00::11").fix()).startsWith("ip link set eth0 mtu 1500");
    assertThat(node.finding("real server fd00::11").fact()).startsWith("by eth0, MTU 1400:");
  }

  private static Facts.Way via(Optional<IpAddress> gateway, int mtu, OptionalInt routeMtu) {
    return new Facts.Way.Via("eth0", gateway, mtu, routeMtu);
  }
}
