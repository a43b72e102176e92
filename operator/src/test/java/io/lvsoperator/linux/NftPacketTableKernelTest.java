package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class NftPacketTableKernelTest {
  private static final PacketMark MARK = new PacketMark(0x10000, 0xff0000);
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final PacketRules RULES = rules(80, 5353);

  @TempDir private Path folder;

  private final MemoryMemo memo = new MemoryMemo();
  private NftPacketTable table;

  @BeforeEach
  void open() throws IOException {
    Shell.line("nft flush ruleset");
    Path counting = folder.resolve("nft");
    Files.writeString(counting, "#!/bin/sh\necho run >> " + runs() + "\nexec nft \"$@\"\n");
    Files.writeString(runs(), "");
    table = new NftPacketTable(nft("sh", counting.toString()), memo);
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void whereThereIsNoTableNoProcessIsStarted() throws IOException {
    Shell.line("nft add table ip other");
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
    assertThat(processes()).isZero();
  }

  @Test
  void recognisesWhatItWrote() {
    table.replace(RULES);
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(RULES));
    assertThat(Shell.line("nft list table inet lvs-operator"))
        .contains("type filter hook prerouting priority mangle + 5; policy accept;")
        .contains("\"lva\" . 02:42:ac:11:00:0a . 10.23.190.76 . tcp . 5353")
        .contains("type route hook output");
  }

  @Test
  void changesElementsAloneWhereNothingElseDiffers() {
    table.replace(RULES);
    String handles = Shell.line("nft -a list chain inet lvs-operator from-directors");
    table.replace(rules(80, 443));
    assertThat(Shell.line("nft -a list chain inet lvs-operator from-directors")).isEqualTo(handles);
    assertThat(Shell.line("nft list table inet lvs-operator"))
        .contains("tcp . 443")
        .doesNotContain("5353");
  }

  @Test
  void writesTheWholeTableWhereElementsWereTakenAway() {
    table.replace(RULES);
    Shell.line("nft flush set inet lvs-operator from-director-0x10000-4");
    assertThat(table.read()).isEqualTo(new PacketTableState.Altered());
    table.replace(rules(80, 443));
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(rules(80, 443)));
    assertThat(Shell.line("nft list table inet lvs-operator")).contains("tcp . 80", "tcp . 443");
  }

  @Test
  void replacesRatherThanAdds() {
    table.replace(RULES);
    PacketRules fewer = rules(80);
    table.replace(fewer);
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(fewer));
    assertThat(Shell.line("nft list table inet lvs-operator")).doesNotContain("5353");
  }

  @Test
  void readsNothingAgainWhileNothingChanges() throws IOException {
    table.replace(RULES);
    long before = processes();
    assertThat(before).as("one writes").isEqualTo(1);
    for (int i = 0; i < 5; i++) {
      table.read();
    }
    assertThat(processes()).isEqualTo(before);
    Shell.line("nft add table ip other");
    assertThat(table.read()).isInstanceOf(PacketTableState.Ours.class);
    assertThat(processes()).isEqualTo(before);
  }

  @Test
  void recognisesItAfterARestart() {
    table.replace(RULES);
    try (NftPacketTable restarted = new NftPacketTable(nft("nft"), memo)) {
      assertThat(restarted.read()).isEqualTo(new PacketTableState.Ours(RULES));
    }
    try (NftPacketTable forgetful = new NftPacketTable(nft("nft"), new MemoryMemo())) {
      assertThat(forgetful.read()).isEqualTo(new PacketTableState.Altered());
    }
  }

  @Test
  void seesEachKindOfAlteration() {
    for (String alteration :
        List.of(
            "add rule inet lvs-operator from-directors accept",
            "flush chain inet lvs-operator replies",
            "add chain inet lvs-operator more",
            "add set inet lvs-operator s { type ipv4_addr; }",
            "flush set inet lvs-operator from-director-0x10000-4",
            "add element inet lvs-operator from-director-0x10000-4 { \"lva\" . 02:42:ac:11:00:0a . 10.23.190.76 . tcp . 81 }")) {
      table.replace(RULES);
      assertThat(table.read()).isInstanceOf(PacketTableState.Ours.class);
      Shell.run("nft", alteration);
      assertThat(table.read()).as(alteration).isEqualTo(new PacketTableState.Altered());
    }
    Shell.line("nft delete table inet lvs-operator");
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
  }

  @Test
  void rulesThatNftRefusesLeaveTheOldOnes() {
    table.replace(RULES);
    PacketRules wrong =
        new PacketRules(Set.of(new PacketRule.LeaveTunnelled(VIP, "a name too long to be one")));
    assertThatThrownBy(() -> table.replace(wrong))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("nft -f -: ")
        .hasMessageContaining("too long");
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(RULES));
  }

  @Test
  void deletesOnlyOurTableAlsoWhereThereIsNone() {
    Shell.line("nft add table ip lvs-operator");
    table.delete();
    table.replace(RULES);
    table.delete();
    assertThat(Shell.line("nft list tables")).isEqualTo("table ip lvs-operator");
    assertThat(memo.load()).isEmpty();
    assertThat(table.read()).isEqualTo(new PacketTableState.Absent());
  }

  @Test
  void noRulesAreNoTable() {
    table.replace(RULES);
    table.replace(PacketRules.NONE);
    assertThat(Shell.line("nft list tables")).isEmpty();
  }

  private static Nft nft(String... program) {
    return new Nft(List.of(program), Duration.ofSeconds(30));
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  private long processes() throws IOException {
    return Files.readAllLines(runs()).size();
  }

  private static PacketRules rules(int... ports) {
    Set<PacketRule> rules = new HashSet<>();
    for (int port : ports) {
      rules.add(
          new PacketRule.MarkFromDirector(
              "lva",
              MacAddress.parse(VethPair.MAC_A),
              IpAddress.parse("10.23.190.76"),
              Protocol.TCP,
              PortRange.of(port),
              MARK));
    }
    rules.add(new PacketRule.MarkReplies(MARK));
    return new PacketRules(rules);
  }
}
