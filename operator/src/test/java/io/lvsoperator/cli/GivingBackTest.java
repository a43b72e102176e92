package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.agent.DriftWatch;
import io.lvsoperator.agent.Pass;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.Sysctls;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivingBackTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");

  @TempDir Path state;
  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private JournalStore journal;
  private String start;

  @BeforeEach
  void anAgentWasHere() {
    kernel.ipvs.add(
        VirtualServer.of(
            new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443),
            Scheduler.RR));
    start = kernel.dump();
    journal = JournalStore.open(state, JournalHeader.of("boot", "net"));
    DirectedService web =
        new DirectedService(
            new ServiceRef("default", "web"),
            VIP,
            false,
            Mode.NAT,
            Optional.empty(),
            List.of(new PortMapping(Protocol.TCP, 80, 80)),
            Scheduler.RR,
            Set.of(),
            Optional.empty(),
            false,
            List.of(
                new Backend(
                    new ServiceRef("default", "rs01"),
                    IpAddress.parse("10.23.190.76"),
                    1,
                    0,
                    0,
                    Eligibility.IN_PLACE)),
            Duration.ofHours(1),
            Optional.empty(),
            List.of(),
            List.of(),
            Set.of());
    new Pass(kernel.kernel(), journal, new Planner(PlanOptions.DEFAULT), new DriftWatch())
        .run(
            new Intent(List.of(web), List.of()),
            Map.of(VIP, new ProbeResult.Free()),
            Instant.now());
    assertThat(kernel.dump()).isNotEqualTo(start);
  }

  private boolean giveBack() {
    return giveBack(kernel.kernel());
  }

  private boolean giveBack(Kernel ports) {
    return new GivingBack(ports, journal, new PrintWriter(out, true), new PrintWriter(err, true))
        .run();
  }

  @Test
  void givesTheNodeBackAtOnceAndTellsHow() {
    kernel.ipvs.connections(
        new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80),
        new Destination.Key(IpAddress.parse("10.23.190.76"), 80),
        99);
    assertThat(giveBack()).isTrue();
    assertThat(kernel.dump()).isEqualTo(start);
    assertThat(journal.ownership()).isEqualTo(Ownership.NONE);
    assertThat(out.toString())
        .startsWith("ip addr del 10.23.21.180/32 dev eth0\nipvsadm -D -t 10.23.21.180:80\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void doesNothingASecondTime() {
    giveBack();
    int writes = kernel.writes();
    assertThat(giveBack()).isTrue();
    assertThat(kernel.writes()).isEqualTo(writes);
  }

  @Test
  void triesAgainWhatFailedOnce() {
    kernel.failNext("ipvsadm -D");
    assertThat(giveBack()).isTrue();
    assertThat(kernel.dump()).isEqualTo(start);
  }

  @Test
  void saysWhatItCouldNotGiveBack() {
    Kernel ports = kernel.kernel();
    Kernel readOnly =
        new Kernel(
            ports.ipvs(),
            ports.links(),
            ports.fouPorts(),
            ports.addresses(),
            ports.routes(),
            new ReadOnly(ports.sysctls()),
            ports.packetTable(),
            ports.announcements(),
            ports.sockets());
    assertThat(giveBack(readOnly)).isFalse();
    assertThat(err.toString())
        .contains("not given back: sysctl -w net.ipv4.vs.conntrack=0: ", "EROFS");
    assertThat(journal.ownership().sysctls()).hasSize(4);
  }

  /** /proc/sys as many containers see it. */
  private record ReadOnly(Sysctls sysctls) implements Sysctls {
    @Override
    public Optional<String> read(Sysctl sysctl) {
      return sysctls.read(sysctl);
    }

    @Override
    public void write(Sysctl sysctl, String value) {
      throw new KernelException("sysctl -w " + sysctl, "EROFS", "/proc/sys is read-only");
    }
  }
}
