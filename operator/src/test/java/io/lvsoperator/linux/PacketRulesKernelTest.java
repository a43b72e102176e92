package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketChain;
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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * nft takes every kind of rule, and lists it the same whenever it is asked: what we wrote is
 * recognised by the listing.
 */
@KernelTest
class PacketRulesKernelTest {
  private static final PacketMark MARK = new PacketMark(0x10000, 0xff0000);
  private static final MacAddress MAC = MacAddress.parse(VethPair.MAC_A);
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final IpAddress VIP6 = IpAddress.parse("fd00::180");
  private static final PortRange RANGE = new PortRange(8000, 8099);
  private static final PortRange ALL = new PortRange(0, 65535);

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

  /** A rule and where it may stand. */
  private record Placed(String type, String hook, int priority, PacketRule rule) {
    @Override
    public String toString() {
      return type + " " + hook + ": " + rule.statement();
    }
  }

  static Stream<Placed> rules() {
    return Stream.of(VIP, VIP6)
        .flatMap(vip -> Stream.of(directors(vip), tunnels(vip), closed(vip)).flatMap(all -> all));
  }

  private static Stream<Placed> directors(IpAddress vip) {
    List<Placed> rules = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (PortRange ports : List.of(PortRange.of(80), RANGE, ALL)) {
        rules.add(filter("prerouting", -300, new PacketRule.Untracked(vip, protocol, ports)));
        rules.add(filter("input", 90, new PacketRule.MarkService(vip, protocol, ports, 0x7f01)));
        for (int pool : new int[] {0, 1, 2, 64}) {
          rules.add(
              new Placed(
                  "nat",
                  "postrouting",
                  95,
                  new PacketRule.SourceNat(vip, protocol, ports, addresses(vip, pool))));
        }
        rules.add(
            new Placed(
                "nat",
                "postrouting",
                95,
                new PacketRule.SourceNat(
                    vip, protocol, ports, List.of(), new PortRange(1024, 9999), true)));
      }
      rules.add(
          filter(
              "prerouting",
              -145,
              new PacketRule.MarkFromDirector("eth0", MAC, vip, protocol, manyPorts(), MARK)));
    }
    for (PortRange ports : List.of(PortRange.of(80), RANGE, ALL)) {
      rules.add(filter("prerouting", -300, new PacketRule.UntrackedHandshake(vip, ports)));
    }
    rules.add(new Placed("nat", "postrouting", 95, new PacketRule.KeepSources()));
    SortedSet<MacAddress> directors = new TreeSet<>(List.of(MAC, MacAddress.parse(VethPair.MAC_B)));
    rules.add(filter("input", 90, new PacketRule.LeaveBalanced(vip, directors)));
    rules.add(filter("input", 90, new PacketRule.LeaveTunnelled(vip, "tunl0")));
    rules.add(new Placed("route", "output", -145, new PacketRule.MarkReplies(MARK)));
    return rules.stream();
  }

  private static Stream<Placed> tunnels(IpAddress vip) {
    Family family = vip.family();
    SortedSet<IpAddress> some = new TreeSet<>(addresses(vip, 64));
    List<Placed> rules = new ArrayList<>();
    for (TunnelType type : TunnelType.values()) {
      Tunnel tunnel = new Tunnel(type, type == TunnelType.GUE ? 6080 : 0, TunnelChecksum.NONE);
      rules.add(filter("input", 300, new TunnelRule.Distrust(tunnel, family, MARK.mask())));
      rules.add(filter("input", 300, new TunnelRule.Trust(tunnel, vip, some, MARK)));
    }
    rules.add(filter("prerouting", -450, new TunnelRule.DropUntrusted("lvs-gre", MARK)));
    rules.add(filter("prerouting", -450, new TunnelRule.DropUntrustedForVips("tunl0", some, MARK)));
    rules.add(filter("prerouting", -450, new TunnelRule.DropOtherFamily("lvs-gre", family)));
    rules.add(filter("prerouting", -450, new TunnelRule.DropStrays("lvs-gre", some)));
    rules.add(filter("prerouting", -450, new TunnelRule.Unmark("lvs-gre", MARK.mask())));
    rules.add(filter("forward", 0, new TunnelRule.DropPassing("lvs-gre", some)));
    rules.add(filter("postrouting", 150, new TunnelRule.ClampSegments(vip, 1400)));
    return rules.stream();
  }

  private static Stream<Placed> closed(IpAddress vip) {
    List<Placed> rules = new ArrayList<>();
    rules.add(filter("input", 110, new VipRule.AcceptLocal()));
    rules.add(filter("input", 110, new VipRule.AcceptOthers(new TreeSet<>(addresses(vip, 64)))));
    for (Protocol protocol : Protocol.values()) {
      for (List<PortRange> ports :
          List.of(List.<PortRange>of(), List.of(PortRange.of(80), RANGE))) {
        for (boolean replies : new boolean[] {false, true}) {
          rules.add(filter("input", 110, new VipRule.DropUnserved(vip, protocol, ports, replies)));
        }
      }
    }
    return rules.stream();
  }

  private static Placed filter(String hook, int priority, PacketRule rule) {
    return new Placed("filter", hook, priority, rule);
  }

  private static List<IpAddress> addresses(IpAddress like, int count) {
    String prefix = like.family() == Family.IPV4 ? "10.9.7." : "fd09::";
    return IntStream.rangeClosed(1, count).mapToObj(i -> IpAddress.parse(prefix + i)).toList();
  }

  private static SortedSet<PortRange> manyPorts() {
    SortedSet<PortRange> ports = new TreeSet<>(List.of(RANGE));
    IntStream.range(0, 63).forEach(i -> ports.add(PortRange.of(100 + 7 * i)));
    return ports;
  }

  /** In one table, as a rule by itself costs a slow kernel some seconds; nft names the line. */
  @Test
  void listsEverythingTheSameWheneverItIsAsked() {
    List<PacketChain> chains = new ArrayList<>();
    rules()
        .forEach(
            placed ->
                chains.add(
                    new PacketChain(
                        "chain" + chains.size(),
                        placed.type(),
                        placed.hook(),
                        placed.priority(),
                        List.of(placed.rule()))));
    PacketRules all = new PacketRules(chains);
    table.replace(all);
    PacketTableState ours = new PacketTableState.Verbatim(all.statements());
    for (int i = 0; i < 5; i++) {
      Shell.line("nft add table ip other" + i); // a new generation: it has to be listed again
      assertThat(table.read()).isEqualTo(ours);
    }
    try (NftPacketTable restarted = table()) {
      assertThat(restarted.read()).isEqualTo(ours);
    }
    Shell.run("nft", "add rule inet lvs-operator chain0 accept");
    assertThat(table.read()).isEqualTo(new PacketTableState.Altered());
  }
}
