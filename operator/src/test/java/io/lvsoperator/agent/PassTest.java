package io.lvsoperator.agent;

import static io.lvsoperator.agent.Cluster.RS01;
import static io.lvsoperator.agent.Cluster.RS02;
import static io.lvsoperator.agent.Cluster.VIP;
import static io.lvsoperator.agent.Cluster.backend;
import static io.lvsoperator.agent.Cluster.directs;
import static io.lvsoperator.agent.Cluster.service;
import static io.lvsoperator.agent.Cluster.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.journal.JournalException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.translate.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassTest {
  private static final VirtualServerKey WEB80 =
      new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
  private static final Intent WEB = directs(web(backend(RS01, 1), backend(RS02, 1)));

  @TempDir Path directory;
  private NodeState node;
  private String start;

  @BeforeEach
  void setUp() {
    node = new NodeState(directory);
    start = node.kernel.dump();
  }

  private static List<String> commands(List<Change> changes) {
    return changes.stream().map(Change::command).toList();
  }

  @Test
  void aPassWithoutChangesWritesNothing() throws IOException {
    node.pass(Cluster.both(web(backend(RS01, 1))));
    int kernelWrites = node.kernel.writes();
    Object journalFile = Files.getAttribute(node.journal.path(), "unix:ino");
    for (int i = 0; i < 3; i++) {
      PassResult result = node.pass(Cluster.both(web(backend(RS01, 1))));
      assertThat(result.report().entries()).isEmpty();
    }
    assertThat(node.kernel.writes()).isEqualTo(kernelWrites);
    assertThat(Files.getAttribute(node.journal.path(), "unix:ino")).isEqualTo(journalFile);
  }

  @Test
  void aPassThatFindsNothingToDoAfterARestartWritesNothing() {
    node.pass(WEB);
    int kernelWrites = node.kernel.writes();
    node.restart();
    assertThat(node.pass(WEB).report().entries()).isEmpty();
    assertThat(node.kernel.writes()).isEqualTo(kernelWrites);
  }

  @Test
  void givesEverythingBackWhenNothingIsWantedAnyMore() {
    node.pass(Cluster.both(web(backend(RS01, 1))));
    node.pass(Intent.NONE);
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.journal.ownership()).isEqualTo(Ownership.NONE);
  }

  @Test
  void whilePausedADriftIsReportedAndNothingIsChanged() {
    Pause paused = new Pause(List.of("Node lb01"), List.of());
    node.pass(WEB);
    String running = node.kernel.dump();
    node.kernel.ipvs.clear();
    String drifted = node.kernel.dump();
    int kernelWrites = node.kernel.writes();
    for (int i = 0; i < 20; i++) {
      PassResult result = node.pass(WEB, paused);
      assertThat(commands(result.report().waiting()))
          .anyMatch(command -> command.startsWith("ipvsadm -A -t 10.23.21.180:80"));
      assertThat(result.drift()).isEmpty();
    }
    assertThat(node.kernel.dump()).isEqualTo(drifted);
    assertThat(node.kernel.writes()).isEqualTo(kernelWrites);
    assertThat(node.drift.contested()).isEmpty();
    assertThat(node.pass(WEB).drift()).isNotEmpty();
    assertThat(node.kernel.dump()).isEqualTo(running);
  }

  @Test
  void whilePausedNothingIsTakenDownEither() {
    node.pass(WEB);
    String running = node.kernel.dump();
    PassResult result = node.pass(Intent.NONE, new Pause(List.of("Node lb01"), List.of()));
    assertThat(result.report().waiting()).isNotEmpty();
    assertThat(node.kernel.dump()).isEqualTo(running);
    node.settle(Intent.NONE);
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void oneFailureDoesNotStopTheRest() {
    node.kernel.failNext("ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:8080");
    PassResult result = node.pass(WEB);
    assertThat(result.report().undone()).hasSize(1);
    assertThat(commands(result.report().applied()))
        .contains(
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.122.152:8080 -m -w 1",
            "ip addr add 10.23.21.180/32 dev eth0");
    assertThat(commands(node.pass(WEB).report().applied()))
        .containsExactly("ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 1");
  }

  @Test
  void noVipComesWhoseOtherPortsCannotBeClosed() {
    node.kernel.failNext("nft ");
    PassResult result = node.pass(WEB);
    assertThat(commands(result.report().applied()))
        .contains("ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 1")
        .noneMatch(c -> c.startsWith("ip addr") || c.startsWith("arping"));
    assertThat(commands(node.pass(WEB).report().applied()))
        .contains("ip addr add 10.23.21.180/32 dev eth0");
  }

  @Test
  void aVirtualServerThatFailsTakesItsDestinationsAndItsVipWithIt() {
    node.kernel.failNext("ipvsadm -A -t 10.23.21.180:80");
    PassResult result = node.pass(WEB);
    assertThat(commands(result.report().applied()))
        .filteredOn(c -> !c.startsWith("nft"))
        .noneMatch(c -> c.contains("10.23.21.180"));
    assertThat(result.report().undone())
        .extracting(entry -> entry.change().command().split(" -s| dev| -r")[0])
        .containsExactly(
            "ipvsadm -A -t 10.23.21.180:80",
            "ipvsadm -a -t 10.23.21.180:80",
            "ipvsadm -a -t 10.23.21.180:80",
            "ip addr add 10.23.21.180/32",
            "arping -U -c 1 -I eth0 10.23.21.180");
    assertThat(result.report().undone())
        .allSatisfy(entry -> assertThat(NodeConditions.why(entry)).contains("EIO"));
    node.pass(WEB);
    assertThat(node.kernel.dump()).contains("ip addr 10.23.21.180/32");
  }

  @Test
  void forwardsNoIpv6WhereAnInterfaceWouldForgetItsDefaultRoute() {
    Intent six = directs(Cluster.ipv6());
    String accept = "sysctl -w net.ipv6.conf.eth0.accept_ra";
    node.kernel.failNext(accept + "=2");
    assertThat(commands(node.pass(six).report().applied()))
        .noneMatch(c -> c.contains("ipv6") && c.contains("forwarding"));
    node.pass(six);
    assertThat(node.kernel.dump()).contains("net.ipv6.conf.all.forwarding=1");
    node.kernel.failNext("sysctl -w net.ipv6.conf.all.forwarding=0");
    PassResult result = node.pass(Intent.NONE);
    assertThat(commands(result.report().applied())).noneMatch(c -> c.startsWith(accept));
    node.pass(Intent.NONE);
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void aVipStaysUpForTheServiceWhoseVirtualServerStands() {
    node.kernel.failNext("ipvsadm -A -t 10.23.21.180:443");
    Intent two =
        directs(web(backend(RS01, 1)), service("tls", Scheduler.RR, 443, 443, backend(RS01, 1)));
    node.pass(two);
    assertThat(node.kernel.dump())
        .contains("ip addr 10.23.21.180/32", "-A -t 10.23.21.180:80")
        .doesNotContain("10.23.21.180:443");
  }

  @Test
  void theKernelIsNotTouchedWhereTheJournalCannotBeWritten() {
    node.journalThrough(FullDisk::new);
    PassResult result = node.pass(WEB);
    assertThat(result.report().undone())
        .anySatisfy(e -> assertThat(NodeConditions.why(e)).contains("no space left"));
    assertThat(node.kernel.dump()).isEqualTo(start);
    node.restart();
    assertThat(node.pass(WEB).report().undone()).isEmpty();
  }

  /** Cannot be written. */
  private record FullDisk(Journal journal) implements Journal {
    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      throw new JournalException("no space left", new IOException("no space left"));
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      throw new AssertionError("nothing was done");
    }
  }

  @Test
  void adoptsOnALabelledVipWhenTheJournalIsLost() throws IOException {
    node.pass(WEB);
    String running = node.kernel.dump();
    Files.delete(node.journal.path());
    node.restart();
    PassResult result = node.pass(WEB);
    assertThat(result.report().applied()).contains(new Change.AdoptVirtualServer(WEB80));
    assertThat(node.kernel.dump()).isEqualTo(running);
    assertThat(node.journal.ownership().virtualServers()).containsExactly(WEB80);
  }

  @Test
  void repairsWhatSomebodyUndidAndSaysSo() {
    Intent intent = Cluster.both(web(backend(RS01, 1)));
    node.pass(intent);
    String running = node.kernel.dump();
    assertThat(node.pass(intent).drift()).isEmpty();
    List<Runnable> disturbances =
        List.of(
            node.kernel.ipvs::clear,
            () -> node.kernel.addresses.removeIf(a -> a.address().equals(VIP)),
            () -> node.kernel.rules.clear(),
            () -> node.kernel.parameters.put(Sysctl.forwarding("eth0"), "0"),
            () -> node.kernel.packetTable = new PacketTableState.Altered(),
            () -> node.kernel.ipvs.edit(WEB80, Destination.masquerade(RS01, 8080, 7)),
            () -> node.kernel.ipvs.add(WEB80, Destination.masquerade(RS02, 1, 1)),
            () -> node.kernel.ipvs.edit(VirtualServer.of(WEB80, Scheduler.WLC)));
    for (Runnable disturbance : disturbances) {
      disturbance.run();
      assertThat(node.kernel.dump()).isNotEqualTo(running);
      PassResult repair = node.pass(intent);
      assertThat(repair.drift()).isNotEmpty();
      node.settle(intent); // an unknown destination is drained before it goes
      assertThat(node.kernel.dump()).isEqualTo(running);
    }
  }

  @Test
  void anOrdinaryChangeIsNoRepair() {
    node.pass(WEB);
    assertThat(node.pass(directs(web(backend(RS01, 5)))).drift()).isEmpty();
    assertThat(node.pass(Intent.NONE).drift()).isEmpty();
  }

  @Test
  void givesWayToWhoeverKeepsUndoingTheSameThing() {
    node.pass(WEB);
    for (int i = 0; i < DriftWatch.PATIENCE; i++) {
      undoWeight();
      assertThat(node.pass(WEB).drift()).as("repair %d", i).hasSize(1);
    }
    assertThat(node.drift.contested())
        .containsOnlyKeys("ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 1");
    undoWeight();
    node.kernel.addresses.removeIf(a -> a.address().equals(VIP));
    PassResult held = node.pass(WEB);
    assertThat(held.report().undone()).hasSize(1);
    assertThat(commands(held.drift())).containsExactly("ip addr add 10.23.21.180/32 dev eth0");
  }

  @Test
  void triesAgainAfterItGaveWay() {
    node.pass(WEB);
    for (int i = 0; i <= DriftWatch.PATIENCE; i++) {
      undoWeight();
      node.pass(WEB);
    }
    node.now = node.now.plusSeconds(31);
    assertThat(commands(node.pass(WEB).drift()))
        .containsExactly("ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 1");
    assertThat(node.drift.contested()).isNotEmpty();
    node.now = node.now.plusSeconds(3600);
    node.pass(WEB);
    assertThat(node.drift.contested()).isEmpty();
  }

  private void undoWeight() {
    node.kernel.ipvs.edit(WEB80, Destination.masquerade(RS01, 8080, 7));
  }

  @Test
  void neverTouchesWhatIsSomebodyElses() {
    VirtualServerKey foreign =
        new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443);
    node.kernel.ipvs.add(VirtualServer.of(foreign, Scheduler.RR));
    node.kernel.ipvs.add(foreign, Destination.masquerade(RS02, 6443, 1));
    node.kernel.addresses.add(new LinkAddress("eth0", Subnet.parse("10.23.99.1/32"), 0));
    String before = node.kernel.dump();
    node.pass(Cluster.both(web(backend(RS01, 1))));
    assertThat(node.kernel.dump())
        .contains(before.lines().filter(l -> l.contains("10.96")).toList());
    node.pass(Intent.NONE);
    assertThat(node.kernel.dump()).isEqualTo(before);
  }
}
