package io.lvsoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Ledger;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.OwnLink.Kind;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.SourcePorts;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Devices by themselves: what a plan asks for is made, kept and given back. */
class DeviceDiffTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final OwnLink GRE =
      OwnLink.tunnel("lvs-gre", Kind.GRE, IpAddress.parse("10.23.190.76"));
  private static final FouPort GUE = FouPort.gue(Family.IPV4, 6080);

  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.190.76/16");
  private final String start = kernel.dump();
  private Ownership ownership = Ownership.NONE;
  private DesiredDraft draft = new DesiredDraft(SourcePorts.OWN, PlanOptions.DEFAULT.own());

  private List<String> pass() {
    return changes().stream().map(this::carryOut).toList();
  }

  private List<Change> changes() {
    return Diff.diff(
        kernel.observe(Map.of()),
        new TreeMap<>(kernel.parameters),
        ownership,
        draft.finish(),
        Instant.EPOCH);
  }

  private String carryOut(Change planned) {
    ChangeApplier applier = new ChangeApplier(kernel.kernel());
    Change change = applier.asOfNow(planned);
    ownership = Ledger.before(ownership, List.of(change), true);
    applier.apply(change);
    ownership = Ledger.after(ownership, ownership, List.of(change), List.of());
    return change instanceof Change.ReplacePacketRules
        ? change.command().lines().findFirst().orElseThrow()
        : change.command();
  }

  private void wantNothing() {
    draft = new DesiredDraft(SourcePorts.OWN, PlanOptions.DEFAULT.own());
  }

  private void wantRules() {
    draft.rule(new PacketRule.MarkReplies(new PacketMark(1, 1)));
  }

  private void wantVipOn(String link) {
    draft.sysctls.put(Sysctl.conf(link, "rp_filter"), "2");
    wantRules();
    draft.vips.add(
        new Desired.DesiredVip(
            new ServiceRef("default", "web"),
            VIP,
            Optional.of(new LinkAddress(link, VIP.asHost(), Ownership.PROTOCOL)),
            false));
  }

  @Test
  void aTunnelTakesPacketsOnlyOnceTheRulesStandAndItsFilterIsLoose() {
    draft.links.add(GRE);
    wantVipOn("lvs-gre");
    assertThat(pass())
        .containsExactly(
            "ip link add lvs-gre group 76 type gre local 10.23.190.76",
            "sysctl -w net.ipv4.conf.lvs-gre.rp_filter=2",
            "nft 'add table inet lvs-operator'",
            "ip link set lvs-gre up",
            "ip addr add 10.23.21.180/32 dev lvs-gre",
            "arping -U -c 1 -I lvs-gre 10.23.21.180");
    assertThat(ownership.sysctls()).as("they end with the device").isEmpty();
    assertThat(changes()).isEmpty();
    wantNothing();
    assertThat(pass())
        .containsExactly(
            "ip addr del 10.23.21.180/32 dev lvs-gre",
            "nft 'delete table inet lvs-operator'",
            "ip link del lvs-gre");
    assertThat(kernel.dump()).isEqualTo(start);
    assertThat(ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void aFallbackDeviceThatCameForUsIsDownAgainWhenItIsGivenBack() {
    draft.fallbackLinks.add(FallbackLink.TUNL0);
    wantVipOn("tunl0");
    assertThat(pass())
        .containsExactly(
            "modprobe ipip",
            "sysctl -w net.ipv4.conf.tunl0.rp_filter=2",
            "nft 'add table inet lvs-operator'",
            "ip link set tunl0 up",
            "ip addr add 10.23.21.180/32 dev tunl0",
            "arping -U -c 1 -I tunl0 10.23.21.180");
    assertThat(ownership.linksUp()).containsExactly(FallbackLink.TUNL0);
    assertThat(ownership.sysctls().get(Sysctl.conf("tunl0", "rp_filter")).original())
        .as("read when the device was there")
        .isEqualTo("0");
    assertThat(changes()).isEmpty();
    wantNothing();
    assertThat(pass())
        .containsExactly(
            "ip addr del 10.23.21.180/32 dev tunl0",
            "ip link set tunl0 down",
            "nft 'delete table inet lvs-operator'",
            "sysctl -w net.ipv4.conf.tunl0.rp_filter=0");
    assertThat(kernel.dump()).isEqualTo(start);
    assertThat(ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void aFallbackDeviceThatSomebodyElseUsesIsSharedAndNeverSwitchedOff() {
    kernel.kernel().links().load(FallbackLink.TUNL0);
    kernel.kernel().links().up("tunl0");
    kernel.addresses.add(new LinkAddress("tunl0", Subnet.parse("10.244.3.1/32"), 0));
    draft.fallbackLinks.add(FallbackLink.TUNL0);
    assertThat(changes()).isEmpty();
    wantNothing();
    assertThat(changes()).isEmpty();
  }

  @Test
  void aFallbackDeviceThatSomebodyElseBeganToUseStaysUp() {
    draft.fallbackLinks.add(FallbackLink.TUNL0);
    pass();
    kernel.addresses.add(new LinkAddress("tunl0", Subnet.parse("10.244.3.1/32"), 0));
    wantNothing();
    assertThat(pass())
        .containsExactly(
            "# tunl0 has somebody else's address 10.244.3.1/32 by now: left as it stands");
    assertThat(ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void addressesThatTheKernelGivesToADeviceByItselfAreNobodys() {
    draft.fallbackLinks.add(FallbackLink.IP6TNL0);
    draft.fallbackLinks.add(FallbackLink.SIT0);
    pass();
    kernel.addresses.add(new LinkAddress("ip6tnl0", Subnet.parse("fe80::1/64"), 0));
    kernel.addresses.add(new LinkAddress("sit0", Subnet.parse("::a17:be4c/96"), 0));
    wantNothing();
    assertThat(pass()).containsExactly("ip link set ip6tnl0 down", "ip link set sit0 down");
  }

  @Test
  void aDeviceThatShallBeAnotherIsMadeAnewWithItsAddressesInOnePass() {
    draft.links.add(GRE);
    wantVipOn("lvs-gre");
    pass();
    draft.links.clear();
    draft.links.add(OwnLink.tunnel("lvs-gre", Kind.GRE, IpAddress.parse("10.23.190.77")));
    List<String> commands = pass();
    assertThat(commands)
        .startsWith(
            "ip link del lvs-gre", "ip link add lvs-gre group 76 type gre local 10.23.190.77")
        .contains("ip link set lvs-gre up", "ip addr add 10.23.21.180/32 dev lvs-gre");
    pass(); // the new device's own parameters
    assertThat(changes()).isEmpty();
  }

  @Test
  void repairsADeviceThatWasSwitchedOffOrDeleted() {
    draft.links.add(GRE);
    pass();
    kernel.kernel().links().down("lvs-gre");
    assertThat(pass()).containsExactly("ip link set lvs-gre up");
    kernel.kernel().links().delete("lvs-gre");
    assertThat(pass())
        .containsExactly(
            "ip link add lvs-gre group 76 type gre local 10.23.190.76", "ip link set lvs-gre up");
  }

  @Test
  void portsOfTunnelsOpenBehindTheRulesAndAreClosedAgain() {
    draft.fouPorts.add(GUE);
    wantRules();
    assertThat(pass())
        .containsExactly(
            "nft 'add table inet lvs-operator'", "modprobe fou\nip fou add port 6080 gue");
    assertThat(ownership.fouPorts()).containsExactly(GUE);
    wantNothing();
    assertThat(pass())
        .containsExactly("ip fou del port 6080 gue", "nft 'delete table inet lvs-operator'");
    assertThat(kernel.dump()).isEqualTo(start);
    assertThat(ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void aPortOfSomebodyElseIsUsedAsItStands() {
    kernel.fouPorts.add(GUE);
    draft.fouPorts.add(GUE);
    assertThat(changes()).isEmpty();
    wantNothing();
    assertThat(changes()).isEmpty();
  }

  @Test
  void aPortThatSomebodyElseClosedIsForgotten() {
    draft.fouPorts.add(GUE);
    pass();
    kernel.fouPorts.clear();
    wantNothing();
    assertThat(pass()).containsExactly("# ip fou port 6080 gue is gone already");
    assertThat(ownership).isEqualTo(Ownership.NONE);
  }

  @Test
  void timeoutsAreWrittenAndGivenBackOneByOne() {
    draft.timeouts.put(IpvsTimeout.TCP, 7200);
    draft.timeouts.put(IpvsTimeout.UDP, 30);
    assertThat(pass()).containsExactly("ipvsadm --set 7200 0 30");
    assertThat(changes()).isEmpty();
    draft.timeouts.remove(IpvsTimeout.UDP);
    assertThat(pass()).containsExactly("ipvsadm --set 0 0 300");
    kernel.ipvs.seconds.put(IpvsTimeout.TCP, 1000);
    wantNothing();
    assertThat(pass())
        .containsExactly(
            "# the ipvs timeout tcp was changed by somebody else and is left as it stands");
    assertThat(ownership).isEqualTo(Ownership.NONE);
    assertThat(kernel.ipvs.seconds).containsEntry(IpvsTimeout.UDP, 300);
  }

  @Test
  void aTimeoutThatHasItsValueAnywayIsNotOurs() {
    draft.timeouts.put(IpvsTimeout.TCP_FIN, 120);
    assertThat(changes()).isEmpty();
    draft.timeouts.put(IpvsTimeout.TCP, 7200);
    pass();
    assertThat(ownership.timeouts().keySet()).containsExactly(IpvsTimeout.TCP);
  }
}
