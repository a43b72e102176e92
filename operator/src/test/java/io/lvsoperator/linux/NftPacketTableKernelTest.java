package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketChain;
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
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class NftPacketTableKernelTest {
  private static final PacketMark MARK = new PacketMark(0x10000, 0xff0000);
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
    assertThat(table.read()).isEqualTo(new PacketTableState.Verbatim(RULES.statements()));
    assertThat(Shell.line("nft list table inet lvs-operator"))
        .contains("type filter hook prerouting priority mangle; policy accept;")
        .contains("ether saddr 02:42:ac:11:00:0a ip daddr 10.23.190.76 tcp dport { 80, 5353 }")
        .contains("type route hook output");
  }

  @Test
  void takesTheRulesOfIpv6() {
    IpAddress vip = IpAddress.parse("fd00:23::180");
    IpAddress[] pool = {IpAddress.parse("fd00:23::190"), IpAddress.parse("fd00:23::191")};
    PortRange web = PortRange.of(80);
    PacketRules rules =
        new PacketRules(
            List.of(
                new PacketChain(
                    "untracked",
                    "filter",
                    "prerouting",
                    -300,
                    List.of(new PacketRule.Untracked(vip, Protocol.UDP, web))),
                new PacketChain(
                    "from-directors",
                    "filter",
                    "prerouting",
                    -145,
                    List.of(
                        new PacketRule.MarkFromDirector(
                            "lva",
                            MacAddress.parse(VethPair.MAC_A),
                            IpAddress.parse("fd00:23::76"),
                            Protocol.TCP,
                            new TreeSet<>(List.of(web)),
                            MARK))),
                new PacketChain(
                    "source-nat",
                    "nat",
                    "postrouting",
                    95,
                    List.of(
                        new PacketRule.SourceNat(vip, Protocol.TCP, web, List.of()),
                        new PacketRule.SourceNat(vip, Protocol.UDP, web, List.of(pool[0])),
                        new PacketRule.SourceNat(vip, Protocol.TCP, web, List.of(pool))))));
    table.replace(rules);
    assertThat(table.read()).isEqualTo(new PacketTableState.Verbatim(rules.statements()));
  }

  @Test
  void replacesRatherThanAdds() {
    table.replace(RULES);
    PacketRules fewer = rules(80);
    table.replace(fewer);
    assertThat(table.read()).isEqualTo(new PacketTableState.Verbatim(fewer.statements()));
    assertThat(Shell.line("nft list table inet lvs-operator")).doesNotContain("5353");
  }

  @Test
  void readsNothingAgainWhileNothingChanges() throws IOException {
    table.replace(RULES);
    long before = processes();
    assertThat(before).as("one writes, one lists").isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      table.read();
    }
    assertThat(processes()).isEqualTo(before);
    Shell.line("nft add table ip other");
    assertThat(table.read()).isInstanceOf(PacketTableState.Verbatim.class);
    assertThat(processes()).isEqualTo(before + 1);
  }

  @Test
  void recognisesItAfterARestart() {
    table.replace(RULES);
    try (NftPacketTable restarted = new NftPacketTable(nft("nft"), memo)) {
      assertThat(restarted.read()).isEqualTo(new PacketTableState.Verbatim(RULES.statements()));
    }
    try (NftPacketTable forgetful = new NftPacketTable(nft("nft"), new MemoryMemo())) {
      assertThat(forgetful.read()).isEqualTo(new PacketTableState.Altered());
    }
  }

  @Test
  void seesEachKindOfAlteration() {
    for (String alteration :
        List.of(
            "add rule inet lvs-operator prerouting accept",
            "flush chain inet lvs-operator output",
            "add chain inet lvs-operator more",
            "add set inet lvs-operator s { type ipv4_addr; }")) {
      table.replace(RULES);
      assertThat(table.read()).isInstanceOf(PacketTableState.Verbatim.class);
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
        new PacketRules(List.of(new PacketChain("x", "filter", "nosuch", 0, List.of())));
    assertThatThrownBy(() -> table.replace(wrong))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("nft -f -: ")
        .hasMessageContaining("nosuch");
    assertThat(table.read()).isEqualTo(new PacketTableState.Verbatim(RULES.statements()));
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

  private static PacketRules rules(Integer... ports) {
    PacketRule fromDirector =
        new PacketRule.MarkFromDirector(
            "lva",
            MacAddress.parse(VethPair.MAC_A),
            IpAddress.parse("10.23.190.76"),
            Protocol.TCP,
            new TreeSet<>(Stream.of(ports).map(PortRange::of).toList()),
            MARK);
    PacketRule replies = new PacketRule.MarkReplies(MARK);
    return new PacketRules(
        List.of(
            new PacketChain(
                "prerouting", "filter", "prerouting", -150, List.of(fromDirector, replies)),
            new PacketChain("output", "route", "output", -150, List.of(replies))));
  }
}
