package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.Ipvsadm;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KernelTest
class LinuxIpvsKernelTest {
  private static final VirtualServerKey WEB =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.23.21.184"), Protocol.TCP, 8000);
  private static final Destination RS01 =
      Destination.masquerade(IpAddress.parse("10.23.190.76"), 80, 1);

  private final LinuxIpvs ipvs = new LinuxIpvs();
  private final Ipvsadm ipvsadm = new Ipvsadm(ipvs);

  @AfterEach
  void clear() {
    ipvs.virtualServers().forEach(state -> ipvsadm.delete(state.server().key()));
    ipvs.close();
  }

  @Test
  void whatItAddsItReadsAndIpvsadmLists() {
    VirtualServer web =
        new VirtualServer(
            WEB, Scheduler.WRR, Set.of(), Optional.of(new Persistence(300, 24)), false);
    Destination tunnel =
        new Destination(
            new Destination.Key(IpAddress.parse("10.23.122.152"), 8000),
            new Forwarding.Tunnel(Forwarding.TunnelType.IPIP, 0, Forwarding.TunnelChecksum.NONE),
            3,
            100,
            50);
    ipvsadm.add(web);
    ipvsadm.add(WEB, RS01);
    ipvsadm.add(WEB, tunnel);

    assertThat(ipvs.virtualServers())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.server()).isEqualTo(web);
              assertThat(state.destinations())
                  .extracting(DestinationState::destination)
                  .containsExactlyInAnyOrder(RS01, tunnel);
            });
    assertThat(Shell.line("ipvsadm -Sn").lines())
        .containsExactlyInAnyOrder(
            "-A -t 10.23.21.184:8000 -s wrr -p 300 -M 255.255.255.0",
            "-a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1",
            "-a -t 10.23.21.184:8000 -r 10.23.122.152:8000 -i -w 3 --tun-type ipip");
  }

  @Test
  void askingBringsTheSysctlsOfIpvs() {
    ipvs.virtualServers();
    assertThat(new ProcSysctls(Path.of("/proc/sys")).read(Sysctl.VS_CONNTRACK)).isPresent();
  }

  @Test
  void printsCommandsThatIpvsadmTakesAndThatMeanTheSame() {
    VirtualServer web =
        new VirtualServer(
            WEB, Scheduler.WLC, Set.of(), Optional.of(new Persistence(300, 24)), false);
    Shell.line("ipvsadm -A " + web.options());
    Shell.line("ipvsadm -a " + WEB.option() + " " + RS01.options());
    assertThat(ipvs.virtualServers())
        .containsExactly(new VirtualServerState(web, List.of(new DestinationState(RS01, 0, 0, 0))));
  }

  @Test
  void editsInPlaceAndDeletes() {
    ipvsadm.add(VirtualServer.of(WEB, Scheduler.RR));
    ipvsadm.add(WEB, RS01);
    ipvsadm.edit(VirtualServer.of(WEB, Scheduler.WLC));
    ipvsadm.edit(WEB, RS01.withWeight(0));
    assertThat(Shell.line("ipvsadm -Sn"))
        .isEqualTo(
            "-A -t 10.23.21.184:8000 -s wlc\n-a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 0");
    ipvsadm.delete(WEB, RS01.key());
    assertThat(Shell.line("ipvsadm -Sn")).isEqualTo("-A -t 10.23.21.184:8000 -s wlc");
    ipvsadm.delete(WEB);
    assertThat(Shell.line("ipvsadm -Sn")).isEmpty();
  }

  @Test
  void refusalsNameTheCommandAndWhatItMeans() {
    assertThatThrownBy(() -> ipvsadm.add(WEB, RS01))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo("ESRCH"))
        .hasMessage(
            "ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1:"
                + " ESRCH (there is no such virtual server)");
    assertThatThrownBy(() -> ipvsadm.add(VirtualServer.of(WEB, new Scheduler("nosuch"))))
        .hasMessageEndingWith("ENOENT (this kernel has no scheduler \"nosuch\")");
    ipvsadm.add(VirtualServer.of(WEB, Scheduler.RR));
    assertThatThrownBy(() -> ipvsadm.add(VirtualServer.of(WEB, Scheduler.RR)))
        .hasMessageContaining("EEXIST");
    assertThatThrownBy(() -> ipvsadm.delete(WEB, RS01.key())).hasMessageContaining("ENOENT");
  }

  @Test
  void aForeignEntryOfAnyKindDoesNotStopTheReading() {
    Shell.line("ipvsadm -A -f 7 -s rr -p 360 -M 0.0.0.0");
    Shell.line("ipvsadm -a -f 7 -r 10.0.0.1 -g -w 100000");
    ipvsadm.add(VirtualServer.of(WEB, Scheduler.RR));
    assertThat(ipvs.virtualServers()).hasSize(2);
  }
}
