package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Datagram;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Spoof;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import io.lvsoperator.e2e.bed.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's tunnels, spoofed packets, big transfers and SCTP, configured by hand. */
@LabTest(agents = {})
class LabTunnelsIT {

  private static final int MEGABYTE = 1 << 20;

  /** An open decapsulator for each kind of tunnel. */
  private static final String OPEN =
      """
      ip link add hand4 type ipip local 10.23.190.76
      ip link add handg type gre local 10.23.190.76
      ip link add hand6 type ip6tnl local fd00:23::76 remote :: mode any
      ip link add handg6 type ip6gre local fd00:23::76
      for device in hand4 handg hand6 handg6; do ip link set $device up; done
      ip fou add port 6080 gue
      """;

  private static final String SHUT =
      """
      ip fou del port 6080
      for device in hand4 handg hand6 handg6; do ip link del $device; done
      """;

  @Test
  void aSpoofedPacketReachesThePodOnlyThroughAnOpenDecapsulator(Bed bed) {
    Node server = bed.node("rs01");
    List<String> all = List.of("ipip", "gre", "gue", "gue1", "forged", "ipip6", "gre6");
    // Unlike the other tunnels' modules this one has no alias by which the kernel would find it.
    bed.loadModule("fou");
    try (Running<List<Datagram>> arriving = bed.node("pod").receive(6000)) {
      sendOfEachKind(bed.node("near"), server, "shut-");
      server.sh(OPEN);
      try {
        sendOfEachKind(bed.node("near"), server, "open-");
        Scenario.sleep(bed.patience(Duration.ofMillis(300)));
      } finally {
        server.sh(SHUT);
      }
      List<Datagram> arrived = arriving.stop();
      assertThat(arrived)
          .extracting(Datagram::text)
          .containsExactlyInAnyOrderElementsOf(all.stream().map(kind -> "open-" + kind).toList());
      assertThat(arrived).extracting(Datagram::from).containsOnly("10.99.0.10", "fd00:99::10");
    }
  }

  private static void sendOfEachKind(Node from, Node to, String text) {
    String four = to.address();
    String six = to.address6();
    String client = "10.99.0.10:1";
    String pod = "10.244.1.10:6000";
    String client6 = "[fd00:99::10]:1";
    String pod6 = "[fd00:244:1::10]:6000";
    List.of(
            Spoof.of(Spoof.Tunnel.IPIP, four, client, pod, text + "ipip"),
            Spoof.of(Spoof.Tunnel.GRE, four, client, pod, text + "gre"),
            Spoof.of(Spoof.Tunnel.GUE, four, client, pod, text + "gue"),
            Spoof.of(Spoof.Tunnel.GUE1, four, client, pod, text + "gue1"),
            Spoof.of(Spoof.Tunnel.IPIP, four, client, pod, text + "forged").as("10.23.21.185"),
            Spoof.of(Spoof.Tunnel.IPIP, six, client6, pod6, text + "ipip6"),
            Spoof.of(Spoof.Tunnel.GRE, six, client6, pod6, text + "gre6"))
        .forEach(from::send);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.23.21.204", "fd00:23::204"})
  void aLargeUploadThroughATunnelHangsWithoutIcmpUnlessItsSegmentsAreClamped(String vip, Bed bed) {
    boolean six = vip.contains(":");
    Node director = bed.node("lb01");
    Node server = bed.node("rs04");
    Node client = bed.node("client");
    String web = Load.target(vip, 80);
    director.sh(
        """
        ip addr add %s/%d dev eth0 %s
        ipvsadm -A -t %s -s rr
        ipvsadm -a -t %s -r %s -i
        """
            .formatted(
                vip,
                six ? 128 : 32,
                // Else the kernel would take the VIP for the outer source.
                six ? "nodad preferred_lft 0" : "",
                web,
                web,
                Load.target(six ? server.address6() : server.address(), 80)));
    server.sh(
        """
        ip link add hand0 type %s
        ip link set hand0 up
        ip addr add %s/%d dev hand0 %s
        """
            .formatted(
                six
                    ? "ip6tnl local fd00:24::14 remote :: mode any"
                    : "ipip local " + server.address(),
                vip,
                six ? 128 : 32,
                six ? "nodad" : ""));
    FilteredIcmp.forget(client);
    try (Running<Traffic> onDirector = director.watch(vip, server.address(), server.address6())) {
      assertWhole(client.upload(web, MEGABYTE, Duration.ofSeconds(20)));
      assertWhole(client.download(web, MEGABYTE, Duration.ofSeconds(20)));
      try (FilteredIcmp filtered = FilteredIcmp.at(client)) {
        assertThat(client.upload(web, MEGABYTE, Duration.ofSeconds(2)).failure())
            .as("dropped: %s", filtered)
            .isEqualTo("timeout");
        server.sh(
            "nft 'table inet hand { chain out { type filter hook output priority mangle;"
                + " tcp sport 80 tcp flags syn tcp option maxseg size set 1400; }; }'");
        assertWhole(client.upload(web, MEGABYTE, Duration.ofSeconds(20)));
      }
      Traffic seen = onDirector.stop();
      Traffic tunnelled = seen.outgoing().of(six ? "ipv6" : "ipip");
      assertThat(tunnelled.packets()).isGreaterThan(2 * MEGABYTE / 1500);
      assertThat(tunnelled.longest()).isBetween(1400, 1500);
      assertThat(seen.of("tcp").from(vip).packets()).isZero();
    } finally {
      director.sh("ipvsadm -C; ip addr del %s/%d dev eth0".formatted(vip, six ? 128 : 32));
      server.run("/bin/sh", "-c", "ip link del hand0; nft delete table inet hand");
      FilteredIcmp.forget(client);
    }
  }

  private static void assertWhole(Transfer transfer) {
    assertThat(transfer.failure()).as(transfer.toString()).isEmpty();
    assertThat(transfer.bytes()).isEqualTo(MEGABYTE);
    assertThat(transfer.server()).isEqualTo("RS04");
  }

  @Test
  void sctpIsAnsweredDirectlyAndThroughADirectorOfEachKind(Bed bed) {
    Node director = bed.node("lb01");
    Node nat = bed.node("rs01");
    Node direct = bed.node("rs02");
    Node client = bed.node("client");
    String defaultRoute = nat.sh("ip route show default");
    director.sh(
        """
        echo 1 > /proc/sys/net/ipv4/conf/eth0/forwarding
        ip addr add 10.23.21.205/32 dev eth0
        ip addr add fd00:23::205/128 dev eth0 nodad
        ipvsadm -A --sctp-service 10.23.21.205:9000 -s rr
        ipvsadm -a --sctp-service 10.23.21.205:9000 -r 10.23.190.76:9000 -m
        ipvsadm -A --sctp-service [fd00:23::205]:9000 -s rr
        ipvsadm -a --sctp-service [fd00:23::205]:9000 -r [fd00:23::152]:9000 -g
        """);
    nat.sh("ip route replace default via " + director.address());
    direct.sh("ip addr add fd00:23::205/128 dev lo nodad");
    try (Running<String> _ = nat.listenSctp("10.23.190.76:9000");
        Running<String> _ = direct.listenSctp("[fd00:23::205]:9000")) {
      assertAnswers(bed.node("lb02"), "10.23.190.76:9000", "RS01");
      assertAnswers(client, "10.23.21.205:9000", "RS01");
      assertAnswers(client, "[fd00:23::205]:9000", "RS02");
    } finally {
      direct.sh("ip addr del fd00:23::205/128 dev lo");
      nat.sh("ip route replace " + defaultRoute);
      director.sh(
          """
          ipvsadm -C
          ip addr del 10.23.21.205/32 dev eth0
          ip addr del fd00:23::205/128 dev eth0
          echo 0 > /proc/sys/net/ipv4/conf/eth0/forwarding
          """);
    }
  }

  private static void assertAnswers(Node from, String target, String server) {
    Tally tally = from.ask(Load.sctp(target).times(3));
    assertThat(tally.failures()).as(target).isEmpty();
    assertThat(tally.answers()).containsExactly(Map.entry(server, 3));
    assertThat(tally.clients())
        .containsExactly(Map.entry(target.startsWith("[") ? from.address6() : from.address(), 3));
  }
}
