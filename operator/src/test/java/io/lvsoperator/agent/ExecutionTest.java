package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Subject;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be done once something else has failed. */
class ExecutionTest {
  private static final OwnLink GRE =
      OwnLink.tunnel("lvs-gre", OwnLink.Kind.GRE, IpAddress.parse("10.23.190.76"));
  private static final Change RULES =
      new Change.ReplacePacketRules(new PacketTableState.Absent(), PacketRules.NONE);
  private static final Change PORT = new Change.AddFouPort(FouPort.gue(Family.IPV4, 6080));

  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");

  @TempDir Path directory;

  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.190.76/16");

  private JournalStore journal() {
    return JournalStore.open(directory, JournalHeader.of("boot-1", "net-1"));
  }

  private Report carryOut(Change... changes) {
    return new Execution(new ChangeApplier(kernel.kernel()), journal(), DriftWatch.Verdict.NONE)
        .carryOut(List.of(changes));
  }

  private static LinkAddress vipOn(String link) {
    return new LinkAddress(link, VIP.asHost(), Ownership.PROTOCOL);
  }

  @Test
  void aTunnelStaysShutWhereTheRulesAreMissing() {
    kernel.failNext("nft -f -");
    Report report = carryOut(new Change.AddLink(GRE), RULES, new Change.LinkUp("lvs-gre"), PORT);
    assertThat(report.applied()).containsExactly(new Change.AddLink(GRE));
    assertThat(kernel.fouPorts).isEmpty();
    assertThat(kernel.dump()).doesNotContain("lvs-gre up");
  }

  @Test
  void aTunnelOpensWhereTheRulesStand() {
    Report report = carryOut(new Change.AddLink(GRE), RULES, new Change.LinkUp("lvs-gre"), PORT);
    assertThat(report.complete()).isTrue();
    assertThat(kernel.dump()).contains("lvs-gre up");
  }

  @Test
  void aDeviceThatCouldNotBeMadeGetsNoAddressAndTheReasonIsItsOwn() {
    kernel.failNext("ip link add lvs-gre");
    Report report =
        carryOut(
            new Change.AddLink(GRE),
            new Change.LinkUp("lvs-gre"),
            new Change.AddAddress(vipOn("lvs-gre")));
    assertThat(report.applied()).isEmpty();
    assertThat(report.undone())
        .allSatisfy(entry -> assertThat(NodeConditions.why(entry)).contains("ip link add"));
  }

  @Test
  void nobodyIsTranslatedWithoutTheRulesThatSayWhoseConnectionsAreTracked() {
    var web = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
    Destination direct = destination("10.23.190.76", new Forwarding.Gateway());
    Destination translated = destination("10.23.190.76", new Forwarding.Masquerade());
    kernel.ipvs.add(new VirtualServer(web, Scheduler.RR, Set.of(), Optional.empty(), false));
    kernel.ipvs.add(web, direct);
    kernel.failNext("nft -f -");
    Report report =
        carryOut(
            RULES,
            new Change.AddDestination(
                web, destination("10.23.122.152", new Forwarding.Masquerade())),
            new Change.EditDestination(web, direct, translated));
    assertThat(report.applied()).isEmpty();
    assertThat(kernel.dump()).contains("-r 10.23.190.76:80 -g -w 1").doesNotContain("-m");
    kernel.failNext("nft -f -");
    Change drained = new Change.EditDestination(web, direct, direct.withWeight(0));
    assertThat(carryOut(RULES, drained).applied()).containsExactly(drained);
  }

  private static Destination destination(String address, Forwarding forwarding) {
    return new Destination(new Destination.Key(IpAddress.parse(address), 80), forwarding, 1, 0, 0);
  }

  @Test
  void theJournalKeepsWhatAParameterWasWhenItsDeviceCame() {
    Sysctl filter = Sysctl.conf("tunl0", "rp_filter");
    Report report =
        carryOut(new Change.LoadLink(FallbackLink.TUNL0), new Change.WriteSysctl(filter, "", "2"));
    assertThat(report.complete()).isTrue();
    assertThat(journal().ownership().sysctls())
        .isEqualTo(Map.of(filter, new SavedSysctl("0", "2")));
  }

  /** Writes down when it was asked to write. */
  private record Notebook(Journal journal, List<String> lines) implements Journal {
    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      lines.add("before " + changes.size());
      journal.before(changes);
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      lines.add("after " + done.size() + " and " + refused.size());
      journal.after(done, refused);
    }
  }

  private static VirtualServer server(int port) {
    return new VirtualServer(
        new VirtualServerKey.Endpoint(VIP, Protocol.TCP, port),
        Scheduler.RR,
        Set.of(),
        Optional.empty(),
        false);
  }

  @Test
  void whatGoesTogetherIsNotedOnceAndOneRefusalStopsWhatRequiresItAlone() {
    List<Change> changes = new ArrayList<>();
    List<Integer> ports = List.of(80, 443, 8080);
    ports.forEach(port -> changes.add(new Change.AddVirtualServer(server(port))));
    for (int port : ports) {
      for (int i = 1; i <= 4; i++) {
        Destination to = destination("10.23.1." + i, new Forwarding.Gateway());
        changes.add(new Change.AddDestination(server(port).key(), to));
      }
    }
    LinkAddress vip = vipOn("eth0");
    Set<Subject> servers =
        ports.stream()
            .map(port -> new Subject.Server(server(port).key()))
            .collect(Collectors.toSet());
    changes.add(new Change.AddAddress(vip, Set.of(), servers));
    kernel.failNext("ipvsadm -A -t 10.23.21.180:443 ");
    Notebook notebook = new Notebook(journal(), new ArrayList<>());
    Report report =
        new Execution(new ChangeApplier(kernel.kernel()), notebook, DriftWatch.Verdict.NONE)
            .carryOut(changes);
    assertThat(notebook.lines())
        .containsExactly(
            "before 3", "after 2 and 1", "before 8", "after 8 and 0", "before 1", "after 1 and 0");
    assertThat(report.undone()).hasSize(5);
    assertThat(report.undone().subList(1, 5))
        .allSatisfy(
            entry -> {
              assertThat(entry.change().command()).contains("-a -t 10.23.21.180:443 ");
              assertThat(NodeConditions.why(entry)).contains("not tried: ipvsadm -A", "EIO");
            });
    assertThat(report.entries())
        .extracting(Report.Entry::change)
        .containsExactlyElementsOf(changes);
    assertThat(journal().ownership().virtualServers())
        .containsExactlyInAnyOrder(server(80).key(), server(8080).key());
    assertThat(kernel.dump()).contains("10.23.21.180/32");
  }

  @Test
  void whatCannotBeEditedStandsAllTheSame() {
    kernel.ipvs.add(server(80));
    kernel.failNext("ipvsadm -E");
    Change add =
        new Change.AddDestination(
            server(80).key(), destination("10.23.1.1", new Forwarding.Gateway()));
    Report report = carryOut(new Change.EditVirtualServer(server(80)), add);
    assertThat(report.applied()).containsExactly(add);
  }

  @Test
  void theSameThingTwiceIsDoneOneAfterTheOther() {
    Notebook notebook = new Notebook(journal(), new ArrayList<>());
    Destination to = destination("10.23.1.1", new Forwarding.Gateway());
    new Execution(new ChangeApplier(kernel.kernel()), notebook, DriftWatch.Verdict.NONE)
        .carryOut(
            List.of(
                new Change.AddVirtualServer(server(80)),
                new Change.AddDestination(server(80).key(), to),
                new Change.EditDestination(server(80).key(), to, to.withWeight(3))));
    assertThat(notebook.lines()).filteredOn(line -> line.startsWith("before")).hasSize(3);
    assertThat(kernel.dump()).contains("-r 10.23.1.1:80 -g -w 3");
  }
}
