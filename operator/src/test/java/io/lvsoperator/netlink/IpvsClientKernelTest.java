package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Sockets;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class IpvsClientKernelTest {
  private static final IpvsKey WEB = tcp("10.23.21.184", 8000);
  private static final InetAddress RS01 = InetAddress.ofLiteral("10.23.190.76");
  private static final InetAddress RS02 = InetAddress.ofLiteral("10.23.122.152");

  private IpvsClient ipvs;

  @BeforeEach
  void open() {
    ipvs = IpvsClient.open();
    Shell.line("ipvsadm -C");
  }

  @AfterEach
  void close() {
    ipvs.close();
  }

  @Test
  void whatItAddsIpvsadmLists() {
    add(IpvsService.of(WEB, "rr"));
    add(WEB, masquerade(RS01, 80, 1));
    add(WEB, new IpvsDestination(RS02, 80, 0, 3, 100, 50, IpvsDestination.Tunnel.IPIP));
    IpvsKey udp = new IpvsKey.AddressKey(InetAddress.ofLiteral("fd00::100"), 17, 53);
    add(new IpvsService(udp, "mh", IpvsService.SCHEDULER_2, 0, 128, Optional.empty()));
    IpvsKey mark = new IpvsKey.MarkKey(Sockets.AF_INET, 16);
    add(new IpvsService(mark, "wlc", IpvsService.PERSISTENT, 300, 24, Optional.empty()));
    add(
        mark,
        new IpvsDestination(
            RS01, 0, IpvsDestination.TUNNEL, 1, 0, 0, IpvsDestination.Tunnel.gue(6080)));

    assertThat(Shell.line("ipvsadm -Sn").lines())
        .containsExactlyInAnyOrder(
            "-A -t 10.23.21.184:8000 -s rr",
            "-a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1",
            "-a -t 10.23.21.184:8000 -r 10.23.122.152:80 -m -w 3",
            "-A -u [fd00::100]:53 -s mh -b mh-port",
            "-A -f 16 -s wlc -p 300 -M 255.255.255.0",
            "-a -f 16 -r 10.23.190.76:0 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum");
    assertThat(Shell.line("ipvsadm -Ln --thresholds")).containsPattern("152:80 +100 +50 ");
  }

  @Test
  void readsWhatIpvsadmAdded() {
    Shell.line("ipvsadm -A -t 10.23.21.184:8000 -s wrr -p 360");
    Shell.line("ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 3 -x 7 -y 5");

    assertThat(ipvs.services())
        .extracting(IpvsServiceState::service)
        .containsExactly(
            new IpvsService(WEB, "wrr", IpvsService.PERSISTENT, 360, 32, Optional.empty()));
    assertThat(ipvs.service(WEB)).isPresent();
    assertThat(ipvs.service(tcp("10.23.21.184", 8001))).isEmpty();
    IpvsDestination destination =
        new IpvsDestination(RS01, 80, 0, 3, 7, 5, IpvsDestination.Tunnel.IPIP);
    assertThat(ipvs.destinations(WEB))
        .containsExactly(new IpvsDestinationState(destination, 0, 0, 0, IpvsCounters.ZERO));
  }

  @Test
  void aVirtualServerThatIsGoneHasNoDestinations() {
    assertThat(ipvs.destinations(WEB)).isEmpty();
  }

  @Test
  void keepsTheForwardingMethodOfTheDirectorsOwnAddress() {
    add(IpvsService.of(WEB, "rr"));
    add(WEB, masquerade(InetAddress.ofLiteral("127.0.0.1"), 80, 1));
    assertThat(ipvs.destinations(WEB).getFirst().destination().method())
        .isEqualTo(IpvsDestination.MASQUERADE);
  }

  @Test
  void editsInPlace() {
    add(IpvsService.of(WEB, "rr"));
    add(WEB, masquerade(RS01, 80, 1));
    ipvs.execute(new IpvsCommand.SetService("edit", IpvsService.of(WEB, "wlc")));
    ipvs.execute(new IpvsCommand.SetDestination("edit", WEB, masquerade(RS01, 80, 0)));
    assertThat(Shell.line("ipvsadm -Sn"))
        .isEqualTo(
            "-A -t 10.23.21.184:8000 -s wlc\n-a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 0");
  }

  @Test
  void deletes() {
    add(IpvsService.of(WEB, "rr"));
    add(WEB, masquerade(RS01, 80, 1));
    ipvs.execute(new IpvsCommand.DeleteDestination("del", WEB, RS01, 80));
    assertThat(Shell.line("ipvsadm -Sn")).isEqualTo("-A -t 10.23.21.184:8000 -s rr");
    ipvs.execute(new IpvsCommand.DeleteService("del", WEB));
    assertThat(Shell.line("ipvsadm -Sn")).isEmpty();
  }

  @Test
  void refusalsOfVirtualServersHaveTheKernelsErrorAndOurWords() {
    IpvsService service = IpvsService.of(WEB, "rr");
    assertRefused(new IpvsCommand.SetService("-E", service), Errno.ESRCH, "no such virtual");
    assertRefused(new IpvsCommand.DeleteService("-D", WEB), Errno.ESRCH, "no such virtual");
    assertRefused(
        new IpvsCommand.NewService("-A", IpvsService.of(WEB, "nosuch")),
        Errno.ENOENT,
        "no scheduler \"nosuch\"");
    add(service);
    assertRefused(new IpvsCommand.NewService("-A", service), Errno.EEXIST, "already");
  }

  @Test
  void refusalsOfDestinationsHaveTheKernelsErrorAndOurWords() {
    IpvsDestination rs01 = masquerade(RS01, 80, 1);
    assertRefused(new IpvsCommand.NewDestination("-a", WEB, rs01), Errno.ESRCH, "virtual server");
    add(IpvsService.of(WEB, "rr"));
    assertRefused(
        new IpvsCommand.DeleteDestination("-d", WEB, RS01, 80), Errno.ENOENT, "no such dest");
    assertRefused(new IpvsCommand.SetDestination("-e", WEB, rs01), Errno.ENOENT, "no such dest");
    assertRefused(
        new IpvsCommand.NewDestination("-a", WEB, masquerade(RS01, 80, -1)),
        Errno.ERANGE,
        "weight");
    assertRefused(
        new IpvsCommand.NewDestination(
            "-a", WEB, masquerade(InetAddress.ofLiteral("224.0.0.1"), 80, 1)),
        Errno.EINVAL,
        "unicast");
    add(WEB, rs01);
    assertRefused(new IpvsCommand.NewDestination("-a", WEB, rs01), Errno.EEXIST, "already");
  }

  @Test
  void aBatchGoesOnBehindAFailureAndSaysWhichOneFailed() {
    add(IpvsService.of(WEB, "rr"));
    List<Outcome> outcomes =
        ipvs.apply(
            List.of(
                new IpvsCommand.NewDestination("first", WEB, masquerade(RS01, 80, 1)),
                new IpvsCommand.DeleteService("second", tcp("10.0.0.9", 1)),
                new IpvsCommand.NewDestination("third", WEB, masquerade(RS02, 80, 1))));
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Applied.class);
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause()).hasMessageStartingWith("second: ESRCH"));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Applied.class);
    assertThat(ipvs.destinations(WEB)).hasSize(2);
  }

  @Test
  void loadsAndReadsThousandsOfDestinations() {
    List<IpvsCommand> commands = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      IpvsKey key = tcp("10.9.0." + i, 80);
      commands.add(new IpvsCommand.NewService("add", IpvsService.of(key, "wrr")));
      IntStream.range(0, 30)
          .mapToObj(n -> masquerade(InetAddress.ofLiteral("10.8.1." + (n + 1)), 80, n))
          .forEach(d -> commands.add(new IpvsCommand.NewDestination("add", key, d)));
    }
    assertThat(ipvs.apply(commands)).hasSize(3100).containsOnly(new Outcome.Applied());
    assertThat(ipvs.services()).hasSize(100);
    assertThat(ipvs.destinations(tcp("10.9.0.42", 80))).hasSize(30);
    assertThat(Shell.line("ipvsadm -Sn").lines().filter(line -> line.startsWith("-a")))
        .hasSize(3000);
  }

  @Test
  void aThousandErrorsAreEachAnsweredAndNoneIsTakenForSuccess() {
    List<IpvsCommand.DeleteService> commands =
        IntStream.range(0, 1000)
            .mapToObj(i -> new IpvsCommand.DeleteService("del", tcp("10.9.9.9", i + 1)))
            .toList();
    assertThat(ipvs.apply(commands))
        .hasSize(1000)
        .allMatch(outcome -> outcome instanceof Outcome.Refused);
  }

  @Test
  void setsAndReadsTimeouts() {
    IpvsTimeouts before = ipvs.timeouts();
    ipvs.execute(new IpvsCommand.SetTimeouts("set", new IpvsTimeouts(7200, 0, 0)));
    assertThat(ipvs.timeouts()).isEqualTo(new IpvsTimeouts(7200, before.tcpFin(), before.udp()));
    assertThat(Shell.line("ipvsadm -L --timeout")).contains("7200");
  }

  @Test
  void tellsItsVersion() {
    assertThat(ipvs.info().version()).matches("1\\.\\d+\\.\\d+");
  }

  private void add(IpvsService service) {
    ipvs.execute(new IpvsCommand.NewService("ipvsadm -A", service));
  }

  private void add(IpvsKey key, IpvsDestination destination) {
    ipvs.execute(new IpvsCommand.NewDestination("ipvsadm -a", key, destination));
  }

  private void assertRefused(IpvsCommand command, Errno errno, String words) {
    assertThatThrownBy(() -> ipvs.execute(command))
        .isInstanceOfSatisfying(NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(errno))
        .hasMessageStartingWith(command.operation() + ": " + errno)
        .hasMessageContaining(words);
  }

  private static IpvsDestination masquerade(InetAddress address, int port, int weight) {
    return IpvsDestination.of(address, port, IpvsDestination.MASQUERADE, weight);
  }

  private static IpvsKey tcp(String address, int port) {
    return new IpvsKey.AddressKey(InetAddress.ofLiteral(address), 6, port);
  }
}
