package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.SavedTimeout;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final VirtualServerKey OURS = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
  private static final VirtualServerKey THEIRS =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443);
  private static final Destination RS01 =
      Destination.masquerade(IpAddress.parse("10.23.190.76"), 8080, 1);
  private static final Destination RS02 =
      Destination.masquerade(IpAddress.parse("10.23.122.152"), 8080, 0);

  private static Listing listing() {
    InMemoryKernel kernel = new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16");
    kernel.ipvs.add(VirtualServer.of(OURS, Scheduler.RR));
    kernel.ipvs.add(OURS, RS01);
    kernel.ipvs.add(OURS, RS02);
    kernel.ipvs.connections(OURS, RS01.key(), 12);
    kernel.ipvs.add(VirtualServer.of(THEIRS, Scheduler.RR));
    kernel.addresses.add(new LinkAddress("eth0", VIP.asHost(), Ownership.PROTOCOL));
    kernel
        .kernel()
        .links()
        .add(OwnLink.tunnel("lvs-gre", OwnLink.Kind.GRE, IpAddress.parse("10.23.21.184")));
    Ownership ownership =
        new Ownership(
            Set.of(OURS),
            Map.of(Sysctl.sendRedirects("all"), new SavedSysctl("1", "0")),
            Set.of(),
            Map.of(new Ownership.Drain(OURS, RS02.key()), Instant.EPOCH),
            Set.of(FallbackLink.TUNL0),
            Set.of(FouPort.gue(Family.IPV4, 6080)),
            Map.of(IpvsTimeout.UDP, new SavedTimeout(300, 30)),
            Map.of());
    return new Listing(
        kernel.observe(Map.of()),
        ownership,
        Map.of(
            "-t 10.23.21.180:80", "default/web",
            "-t 10.23.21.180:80 -r 10.23.190.76:8080", "default/rs01",
            "10.23.21.180", "default/web"));
  }

  @Test
  void showsWhatIsOursWithItsOwners() {
    assertThat(String.join("\n", listing().lines()))
        .isEqualTo(
            """
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
            TCP  10.23.21.180:80 rr  # default/web
              -> 10.23.122.152:8080           Masq    0      0          0          # owner not known (leaving)
              -> 10.23.190.76:8080            Masq    1      12         0          # default/rs01

            ip addr 10.23.21.180/32 dev eth0  # default/web
            ip link lvs-gre group 76 type gre local 10.23.21.184
            ip link tunl0 up (was down)
            ip fou port 6080 gue
            sysctl net.ipv4.conf.all.send_redirects=0 (was 1)
            ipvs timeout udp=30 (was 300)""");
  }

  @Test
  void savesInTheFormThatIpvsadmRestores() {
    assertThat(listing().saved())
        .containsExactly(
            "-A -t 10.23.21.180:80 -s rr",
            "-a -t 10.23.21.180:80 -r 10.23.122.152:8080 -m -w 0",
            "-a -t 10.23.21.180:80 -r 10.23.190.76:8080 -m -w 1");
  }
}
