package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.TunnelRule;
import io.lvsoperator.model.VipRule;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** nft takes every kind of rule, and what we wrote is recognised by what the kernel made of it. */
@KernelTest
class PacketRulesKernelTest {
  private static final PacketMark MARK = new PacketMark(0x10000, 0xff0000);
  private static final PortRange OWN = new PortRange(10000, 29999);
  private static final MacAddress MAC = MacAddress.parse(VethPair.MAC_A);
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final IpAddress VIP6 = IpAddress.parse("fd00::180");
  private static final PortRange RANGE = new PortRange(8000, 8099);
  private static final PortRange ALL = new PortRange(1, 65535);

  private final MemoryMemo memo = new MemoryMemo();
  private NftPacketTable table;

  @BeforeEach
  void open() {
    Shell.line("nft flush ruleset");
    table = table();
  }

  @AfterEach
  void close() {
    table.close();
    Shell.line("nft flush ruleset");
  }

  private NftPacketTable table() {
    return new NftPacketTable(new Nft(List.of("nft"), Duration.ofSeconds(30)), memo);
  }

  private static PacketRules rules() {
    return new PacketRules(
        Stream.of(VIP, VIP6)
            .flatMap(vip -> Stream.of(directors(vip), tunnels(vip), closed(vip)))
            .flatMap(List::stream)
            .collect(Collectors.toSet()));
  }

  private static List<PacketRule> directors(IpAddress vip) {
    List<PacketRule> rules = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (PortRange ports : List.of(PortRange.of(80), RANGE)) {
        rules.add(new PacketRule.Untracked(vip, protocol, ports));
        rules.add(new PacketRule.MarkService(vip, protocol, ports, 0x7f01));
        rules.add(
            new PacketRule.MarkFromDirector(
                "eth0", MAC, vip, protocol, ports, new PacketMark(2, 7)));
        for (int pool : new int[] {0, 1, 2, 64}) {
          rules.add(
              new PacketRule.SourceNat(
                  vip, protocol, ports, addresses(vip, pool), OWN, false, MARK));
        }
        rules.add(new PacketRule.SourceNat(vip, protocol, ports, List.of(), OWN, true, MARK));
      }
      rules.add(new PacketRule.MarkService(vip, protocol, ALL, 0x7f02));
    }
    rules.add(new PacketRule.UntrackedHandshake(vip, PortRange.of(80)));
    rules.add(new PacketRule.UntrackedHandshake(vip, RANGE));
    rules.add(new PacketRule.KeepSources());
    rules.add(new PacketRule.LeaveBalanced(vip, MAC));
    rules.add(new PacketRule.LeaveTunnelled(vip, "lvs-gre*"));
    rules.add(new PacketRule.MarkReplies(MARK));
    return rules;
  }

  private static List<PacketRule> tunnels(IpAddress vip) {
    List<PacketRule> rules = new ArrayList<>();
    for (TunnelType type : TunnelType.values()) {
      int port = type == TunnelType.GUE ? 6080 : 0;
      for (IpAddress director : addresses(vip, 3)) {
        rules.add(new TunnelRule.Trust(type, port, vip, director, MARK));
      }
    }
    rules.add(new TunnelRule.Unwrap("lvs-gre", vip, MARK));
    rules.add(new TunnelRule.UnwrapShared("tunl0", vip, MARK));
    rules.add(new TunnelRule.ClampSegments(vip, 1400));
    return rules;
  }

  private static List<PacketRule> closed(IpAddress vip) {
    List<PacketRule> rules = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      rules.add(new VipRule.Served(vip, protocol, PortRange.of(80)));
      rules.add(new VipRule.Served(vip, protocol, RANGE));
    }
    rules.add(new VipRule.Closed(vip, true));
    rules.add(new VipRule.Closed(addresses(vip, 1).getFirst(), false));
    return rules;
  }

  private static List<IpAddress> addresses(IpAddress like, int count) {
    String prefix = like.family() == Family.IPV4 ? "10.9.7." : "fd09::";
    return IntStream.rangeClosed(1, count).mapToObj(i -> IpAddress.parse(prefix + i)).toList();
  }

  @Test
  void recognisesEveryKindWheneverItIsAsked() {
    PacketRules all = rules();
    table.replace(all);
    PacketTableState ours = new PacketTableState.Ours(all);
    for (int i = 0; i < 3; i++) {
      Shell.line("nft add table ip other" + i); // a new generation: it has to be read again
      assertThat(table.read()).isEqualTo(ours);
    }
    try (NftPacketTable restarted = table()) {
      assertThat(restarted.read()).isEqualTo(ours);
    }
    Shell.run("nft", "add rule inet lvs-operator untracked accept");
    assertThat(table.read()).isEqualTo(new PacketTableState.Altered());
  }

  /** As the kernel has it, a table is the same whichever way it came about. */
  @Test
  void takesAndGivesBackElementsOfEveryKind() {
    PacketRules all = rules();
    table.replace(all);
    String before = Shell.line("nft -n list ruleset");
    List<PacketRule> more = new ArrayList<>();
    for (IpAddress vip : addresses(VIP, 5)) {
      more.addAll(directors(vip));
      more.addAll(tunnels(vip));
      more.addAll(closed(vip));
    }
    PacketRules both = all.plus(more);
    assertThat(both.nft().statementsFrom(all.nft()))
        .isNotEmpty()
        .allMatch(statement -> statement.startsWith("add element "));
    table.replace(both);
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(both));
    table.replace(all);
    assertThat(sorted(Shell.line("nft -n list ruleset"))).isEqualTo(sorted(before));
  }

  /** Elements of sets have no order. */
  private static List<String> sorted(String listing) {
    return Stream.of(listing.split("[\\s,{}]+")).sorted().toList();
  }

  @Test
  void movesARangeAndItsMarkInOneTransaction() {
    PacketRules one = marks(new PortRange(8000, 8099), 0x1001, new PortRange(8200, 8299), 0x1002);
    PacketRules other = marks(new PortRange(8000, 8199), 0x1002, new PortRange(8200, 8299), 0x1001);
    table.replace(one);
    table.replace(other);
    assertThat(table.read()).isEqualTo(new PacketTableState.Ours(other));
    assertThat(Shell.line("nft -n list map inet lvs-operator marks-ranges-tcp-4"))
        .contains("8000-8199 : 0x00001002", "8200-8299 : 0x00001001")
        .doesNotContain("8099");
  }

  private static PacketRules marks(PortRange one, int mark, PortRange other, int otherMark) {
    return new PacketRules(
        Set.of(
            new PacketRule.MarkService(VIP, Protocol.TCP, one, mark),
            new PacketRule.MarkService(VIP, Protocol.TCP, other, otherMark)));
  }
}
