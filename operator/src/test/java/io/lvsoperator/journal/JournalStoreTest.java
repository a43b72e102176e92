package io.lvsoperator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Ownership.Drain;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.SavedTimeout;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.TunnelRule;
import io.lvsoperator.model.VipRule;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
  private static final JournalHeader HERE = JournalHeader.of("boot-1", "net-1");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final IpAddress RIP = IpAddress.parse("10.23.190.76");
  private static final VirtualServerKey KEY = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
  private static final Destination SERVING = Destination.masquerade(RIP, 80, 1);
  private static final FouPort GUE = FouPort.gue(Family.IPV6, 6080);
  private static final Sysctl REDIRECTS = Sysctl.sendRedirects("all");
  private static final LinkAddress VIP_ON_ETH0 =
      new LinkAddress("eth0", VIP.asHost(), Ownership.PROTOCOL);

  @TempDir Path directory;

  private JournalStore open() {
    return JournalStore.open(directory, HERE);
  }

  private static void carryOut(JournalStore journal, Change change) {
    journal.before(List.of(change));
    journal.after(List.of(change), List.of());
  }

  @Test
  void ownsAVirtualServerBeforeTheKernelHasIt() {
    open().before(List.of(new Change.AddVirtualServer(VirtualServer.of(KEY, Scheduler.RR))));
    assertThat(open().ownership().virtualServers()).containsExactly(KEY);
  }

  @Test
  void ownsAVirtualServerUntilTheKernelHasLetItGo() {
    JournalStore journal = open();
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    journal.before(List.of(new Change.DrainDestination(KEY, SERVING.withWeight(0), NOW)));
    journal.before(List.of(new Change.DeleteVirtualServer(KEY)));
    assertThat(open().ownership().virtualServers()).containsExactly(KEY);
    journal.after(List.of(new Change.DeleteVirtualServer(KEY)), List.of());
    assertThat(open().ownership()).isEqualTo(Ownership.NONE);
  }

  @Test
  void disownsWhatSomebodyElseAddedInTheMeantime() {
    JournalStore journal = open();
    Change add = new Change.AddVirtualServer(VirtualServer.of(KEY, Scheduler.RR));
    journal.before(List.of(add));
    journal.after(List.of(), List.of(add));
    assertThat(open().ownership().virtualServers()).isEmpty();
  }

  @Test
  void keepsWhatWasOursBeforeARefusal() {
    JournalStore journal = open();
    Change add = new Change.AddVirtualServer(VirtualServer.of(KEY, Scheduler.RR));
    carryOut(journal, add);
    journal.before(List.of(add));
    journal.after(List.of(), List.of(add));
    assertThat(open().ownership().virtualServers()).containsExactly(KEY);
  }

  @Test
  void keepsWhatTheKernelMayHaveDone() {
    JournalStore journal = open();
    Change add = new Change.AddVirtualServer(VirtualServer.of(KEY, Scheduler.RR));
    journal.before(List.of(add));
    journal.after(List.of(), List.of());
    assertThat(open().ownership().virtualServers()).containsExactly(KEY);
  }

  @Test
  void savesTheOriginalOfASysctlOnlyTheFirstTime() {
    JournalStore journal = open();
    carryOut(journal, new Change.WriteSysctl(REDIRECTS, "1", "0"));
    carryOut(journal, new Change.WriteSysctl(REDIRECTS, "2", "0"));
    assertThat(open().ownership().sysctls())
        .isEqualTo(Map.of(REDIRECTS, new SavedSysctl("1", "0")));
  }

  @Test
  void forgetsASysctlOnceItIsGivenBack() {
    JournalStore journal = open();
    carryOut(journal, new Change.WriteSysctl(REDIRECTS, "1", "0"));
    journal.before(List.of(new Change.RestoreSysctl(REDIRECTS, "1")));
    assertThat(open().ownership().sysctls()).containsKey(REDIRECTS);
    journal.after(List.of(new Change.RestoreSysctl(REDIRECTS, "1")), List.of());
    assertThat(open().ownership().sysctls()).isEmpty();
  }

  @Test
  void forgetsASysctlThatSomebodyElseChanged() {
    JournalStore journal = open();
    carryOut(journal, new Change.WriteSysctl(REDIRECTS, "1", "0"));
    carryOut(journal, new Change.ForgetSysctl(REDIRECTS));
    assertThat(open().ownership().sysctls()).isEmpty();
  }

  @Test
  void listsAddressesOnlyWhereTheKernelForgetsTheirLabel() {
    JournalStore journal = open();
    carryOut(journal, new Change.AddAddress(VIP_ON_ETH0));
    assertThat(journal.ownership().addresses()).isEmpty();
    journal.kernelKeepsProtocol(false);
    carryOut(journal, new Change.AddAddress(VIP_ON_ETH0));
    LinkAddress asRead = new LinkAddress("eth0", VIP.asHost(), 0);
    assertThat(open().ownership().owns(asRead)).isTrue();
    carryOut(journal, new Change.DeleteAddress(asRead));
    assertThat(open().ownership()).isEqualTo(Ownership.NONE);
  }

  @Test
  void remembersSinceWhenADestinationDrains() {
    JournalStore journal = open();
    carryOut(journal, new Change.DrainDestination(KEY, SERVING.withWeight(0), NOW));
    assertThat(open().ownership().draining()).isEqualTo(Map.of(new Drain(KEY, SERVING.key()), NOW));
    Instant again = NOW.plusSeconds(30);
    carryOut(journal, new Change.DrainDestination(KEY, SERVING.withWeight(0), again));
    assertThat(open().ownership().draining())
        .as("the kernel refused the first")
        .isEqualTo(Map.of(new Drain(KEY, SERVING.key()), again));
  }

  @Test
  void endsADrainWhenTheDestinationServesAgainOrIsGone() {
    for (Change end :
        List.of(
            new Change.EditDestination(KEY, SERVING.withWeight(0), SERVING),
            new Change.AddDestination(KEY, SERVING),
            new Change.CancelDrain(KEY, SERVING.key()),
            new Change.DeleteDestination(KEY, SERVING.key()))) {
      JournalStore journal = open();
      carryOut(journal, new Change.DrainDestination(KEY, SERVING.withWeight(0), NOW));
      carryOut(journal, new Change.EditDestination(KEY, SERVING, SERVING.withWeight(0)));
      assertThat(open().ownership().draining()).as("before %s", end).hasSize(1);
      carryOut(journal, end);
      assertThat(open().ownership().draining()).as("after %s", end).isEmpty();
    }
  }

  @Test
  void readsFirewallMarksBack() {
    VirtualServerKey mark = new VirtualServerKey.FirewallMark(16, io.lvsoperator.model.Family.IPV6);
    carryOut(open(), new Change.AdoptVirtualServer(mark));
    assertThat(open().ownership().virtualServers()).isEqualTo(Set.of(mark));
  }

  @Test
  void ownsDevicesPortsAndTimeoutsUntilTheyAreGivenBack() {
    JournalStore journal = open();
    journal.before(List.of(new Change.LinkUp("lvs-gre")));
    journal.before(List.of(new Change.LinkUp("tunl0")));
    journal.before(List.of(new Change.AddFouPort(GUE)));
    journal.before(
        List.of(
            new Change.SetIpvsTimeouts(
                Map.of(IpvsTimeout.UDP, 300, IpvsTimeout.TCP, 900),
                Map.of(IpvsTimeout.UDP, 30, IpvsTimeout.TCP, 900))));
    journal.before(
        List.of(
            new Change.SetIpvsTimeouts(Map.of(IpvsTimeout.UDP, 31), Map.of(IpvsTimeout.UDP, 20))));
    Ownership owned = open().ownership();
    assertThat(owned.linksUp()).containsExactly(FallbackLink.TUNL0);
    assertThat(owned.fouPorts()).containsExactly(GUE);
    assertThat(owned.timeouts()).isEqualTo(Map.of(IpvsTimeout.UDP, new SavedTimeout(300, 20)));
    carryOut(journal, new Change.LinkDown(FallbackLink.TUNL0));
    carryOut(journal, new Change.DeleteFouPort(GUE));
    carryOut(journal, new Change.RestoreIpvsTimeouts(Map.of(IpvsTimeout.UDP, 300)));
    assertThat(open().ownership()).isEqualTo(Ownership.NONE);
  }

  @Test
  void disownsDevicesAndPortsThatTheKernelRefused() {
    JournalStore journal = open();
    for (Change change :
        List.of(
            new Change.LinkUp("tunl0"),
            new Change.AddFouPort(GUE),
            new Change.SetIpvsTimeouts(Map.of(IpvsTimeout.TCP, 900), Map.of(IpvsTimeout.TCP, 1)))) {
      journal.before(List.of(change));
      journal.after(List.of(), List.of(change));
      assertThat(open().ownership()).as(change.command()).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void readsAJournalOfAnAgentThatKnewNoTunnels() throws IOException {
    JournalStore journal = open();
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    String older =
        Files.readString(journal.path())
            .replaceAll(",\\s*\"(linksUp|fouPorts|ipvsTimeouts)\" : \\[ ]", "");
    assertThat(older).doesNotContain("linksUp", "fouPorts", "ipvsTimeouts");
    Files.writeString(journal.path(), older);
    assertThat(open().voided()).isEmpty();
    assertThat(open().ownership().virtualServers()).containsExactly(KEY);
  }

  /** One of each kind. */
  static Set<PacketRule> packetRules() {
    PacketMark mark = new PacketMark(0x7f, 0x7f);
    MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
    IpAddress six = IpAddress.parse("fd00:23::180");
    PortRange range = new PortRange(8000, 8099);
    PortRange own = new PortRange(10000, 29999);
    PortRange http = PortRange.of(80);
    return Set.of(
        new PacketRule.MarkFromDirector("eth0", mac, six, Protocol.TCP, http, mark),
        new PacketRule.MarkReplies(mark),
        new PacketRule.Untracked(VIP, Protocol.SCTP, range),
        new PacketRule.UntrackedHandshake(VIP, http),
        new PacketRule.SourceNat(VIP, Protocol.UDP, http, List.of(VIP), own, true, mark),
        new PacketRule.KeepSources(),
        new PacketRule.MarkService(VIP, Protocol.TCP, range, 0x1001),
        new PacketRule.LeaveBalanced(VIP, mac),
        new PacketRule.LeaveTunnelled(VIP, "tunl0"),
        new TunnelRule.Trust(Forwarding.TunnelType.GUE, 6080, six, six, mark),
        new TunnelRule.Unwrap("lvs-gre", six, mark),
        new TunnelRule.UnwrapShared("tunl0", VIP, mark),
        new TunnelRule.ClampSegments(six, 1400),
        new VipRule.Closed(VIP, true),
        new VipRule.Served(VIP, Protocol.UDP, http));
  }

  @Test
  void remembersThePacketTable() {
    JournalStore journal = open();
    var entry = new PacketTableMemo.Entry(new PacketRules(packetRules()), "abc");
    journal.store(entry);
    assertThat(open().load()).contains(entry);
    journal.clear();
    assertThat(open().load()).isEmpty();
  }

  @Test
  void aJournalWithAnUnknownPacketRuleIsDamaged() throws IOException {
    JournalStore journal = open();
    journal.store(new PacketTableMemo.Entry(new PacketRules(packetRules()), "abc"));
    Files.writeString(
        journal.path(), Files.readString(journal.path()).replace("KeepSources", "KeepNothing"));
    assertThat(open().voided())
        .hasValueSatisfying(v -> assertThat(v.why()).contains("KeepNothing"));
  }

  @Test
  void writesNothingWhenNothingChanges() throws IOException {
    JournalStore journal = open();
    Change add = new Change.AddVirtualServer(VirtualServer.of(KEY, Scheduler.RR));
    carryOut(journal, add);
    Object written = fileKey(journal);
    carryOut(journal, add);
    carryOut(journal, new Change.EditDestination(KEY, SERVING.withWeight(0), SERVING));
    carryOut(journal, new Change.Announce("eth0", VIP));
    assertThat(fileKey(journal)).isEqualTo(written);
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    JournalStore journal = open();
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void namesTheClusterOnceItIsKnown() {
    JournalStore journal = open();
    journal.cluster("uid-1");
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    JournalStore again = open();
    again.cluster("uid-2");
    assertThat(again.cluster()).contains("uid-1");
    assertThat(again.ownership().virtualServers()).containsExactly(KEY);
  }

  @Test
  void ignoresAJournalOfAnotherBootAndMovesItAside() {
    carryOut(open(), new Change.AdoptVirtualServer(KEY));
    JournalStore later = JournalStore.open(directory, JournalHeader.of("boot-2", "net-1"));
    assertThat(later.voided())
        .hasValueSatisfying(v -> assertThat(v.why()).contains("another boot"));
    assertThat(later.ownership()).isEqualTo(Ownership.NONE);
    assertThat(directory.resolve("journal.json.void")).exists();
    assertThat(open().voided()).isEmpty();
  }

  @Test
  void ignoresAJournalOfAnotherNetworkNamespace() {
    carryOut(open(), new Change.AdoptVirtualServer(KEY));
    JournalStore other = JournalStore.open(directory, JournalHeader.of("boot-1", "net-2"));
    assertThat(other.voided())
        .hasValueSatisfying(v -> assertThat(v.why()).contains("another network namespace"));
    assertThat(other.ownership()).isEqualTo(Ownership.NONE);
  }

  @Test
  void neverUsesHalfOfADamagedJournal() throws IOException {
    JournalStore journal = open();
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    carryOut(journal, new Change.WriteSysctl(REDIRECTS, "1", "0"));
    String whole = Files.readString(journal.path());
    List<String> damaged =
        List.of(
            "",
            whole.substring(0, whole.length() / 2),
            whole.replace("10.23.21.180", "10.23.21.1800"),
            whole.replace("\"written\"", "\"writen\""),
            whole.replace("\"format\" : 1", "\"format\" : \"one\""));
    for (String text : damaged) {
      Files.writeString(journal.path(), text);
      JournalStore found = open();
      assertThat(found.voided())
          .as(text)
          .hasValueSatisfying(v -> assertThat(v.why()).contains("damage"));
      assertThat(found.ownership()).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void refusesToGuessAtAJournalOfANewerVersion() throws IOException {
    JournalStore journal = open();
    carryOut(journal, new Change.AdoptVirtualServer(KEY));
    Files.writeString(
        journal.path(),
        Files.readString(journal.path()).replace("\"format\" : 1", "\"format\" : 99"));
    assertThat(open().voided())
        .hasValueSatisfying(v -> assertThat(v.why()).contains("newer version").contains("99"));
  }

  @Test
  void leavesAVoidJournalAloneWhenOnlyReading() {
    carryOut(open(), new Change.AdoptVirtualServer(KEY));
    JournalStore read = JournalStore.read(directory, JournalHeader.of("boot-2", "net-1"));
    assertThat(read.voided()).isPresent();
    assertThat(directory.resolve("journal.json")).exists();
  }

  @Test
  void saysWhatToDoWhenTheDirectoryCannotBeUsed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> JournalStore.open(file.resolve("state"), HERE))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("--state-dir");
  }

  private static Object fileKey(JournalStore journal) throws IOException {
    return Files.getAttribute(journal.path(), "unix:ino");
  }
}
