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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * TUN in every wrapping, to a real server in the VIP's subnet and to one behind a router: who is
 * served and which way the packets go, a megabyte up and down where ICMP is filtered, and what a
 * stranger sends into a tunnel.
 */
@LabTest(agents = {"lb01", "rs01", "rs04"})
class TunnelIT {
  private static final String VIP = "10.23.21.180";
  private static final int MEGABYTE = 1 << 20;
  private static final Duration TRANSFER = Duration.ofSeconds(30);
  private static final int UNSERVED = 6000;

  /** A kind of tunnel, as an LvsService asks for it, and its outer packets. */
  enum Wrapping {
    IPIP("{type: IPIP}", "ipip"),
    GUE("{type: GUE, checksum: Full}", "udp"),
    GRE("{type: GRE}", "gre"),
    GRE_SUMMED("{type: GRE, checksum: Full}", "gre");

    private final String spec;
    private final String outer;

    Wrapping(String spec, String outer) {
      this.spec = spec;
      this.outer = outer;
    }

    String yaml() {
      return Manifest.of(TunnelIT.class).replace("{type: IPIP}", spec);
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesClientsDirectlyAndNobodyElse(Wrapping wrapping, Bed bed) {
    try (Scenario scenario = Scenario.on(bed).apply(wrapping.yaml()).ready()) {
      repliesGoStraightToTheClient(bed, wrapping);
      try (FilteredIcmp _ = FilteredIcmp.at(bed.node("client"))) {
        bigRequestsAndAnswersFit(bed.node("client"));
      }
      strangersGetNowhere(bed);
      scenario.end();
    }
  }

  private static void repliesGoStraightToTheClient(Bed bed, Wrapping wrapping) {
    Node client = bed.node("client");
    Node director = bed.node("lb01");
    try (Running<Traffic> onDirector = director.watch(VIP, "10.23.190.76", "10.24.0.14")) {
      for (Load load :
          List.of(Load.http(VIP + ":80").times(20), Load.udp(VIP + ":5300").times(20))) {
        Tally tally = client.ask(load);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.answers().values()).containsExactly(10, 10);
        assertThat(tally.answers().keySet())
            .allMatch(answer -> answer.endsWith("RS01") || answer.endsWith("RS04"));
        assertThat(tally.clients()).containsOnlyKeys(client.address());
      }
      Traffic seen = onDirector.stop();
      Traffic wrapped = seen.outgoing().of(wrapping.outer).from(director.address());
      assertThat(wrapped.to("10.23.190.76").packets()).isGreaterThan(20);
      assertThat(wrapped.to("10.24.0.14").packets()).isGreaterThan(20);
      assertThat(seen.of("tcp").from(VIP).packets()).isZero();
      assertThat(seen.of("udp").from(VIP).packets()).isZero();
    }
  }

  private static void bigRequestsAndAnswersFit(Node client) {
    for (int i = 0; i < 2; i++) { // one for each real server
      for (Transfer transfer :
          List.of(
              client.upload(VIP + ":80", MEGABYTE, TRANSFER),
              client.download(VIP + ":80", MEGABYTE, TRANSFER))) {
        assertThat(transfer.failure()).as(transfer.toString()).isEmpty();
        assertThat(transfer.bytes()).isEqualTo(MEGABYTE);
        assertThat(transfer.client()).isEqualTo(client.address());
      }
    }
  }

  /**
   * Wrapped packets that no director sent, and one that claims to be from a director: for the pod
   * behind a real server. And one that no director sent for the VIP.
   */
  private static void strangersGetNowhere(Bed bed) {
    Node stranger = bed.node("near");
    try (Running<List<Datagram>> atPod = bed.node("pod").receive(UNSERVED);
        Running<List<Datagram>> atServer = bed.node("rs01").receive(UNSERVED)) {
      for (Spoof.Tunnel tunnel : Spoof.Tunnel.values()) {
        for (String inner : List.of("10.244.1.10", VIP, "10.23.190.76")) {
          stranger.send(spoof(tunnel, inner, "stranger"));
        }
        stranger.send(spoof(tunnel, "10.244.1.10", "forged").as(bed.node("lb01").address()));
      }
      Tally direct = stranger.ask(Load.udp("10.23.190.76:5300"));
      assertThat(direct.failures()).isEmpty();
      Scenario.sleep(bed.patience(Duration.ofMillis(300)));
      assertThat(Stream.concat(atPod.stop().stream(), atServer.stop().stream())).isEmpty();
    }
  }

  private static Spoof spoof(Spoof.Tunnel tunnel, String inner, String text) {
    return Spoof.of(tunnel, "10.23.190.76", "10.99.0.10:1", inner + ":" + UNSERVED, text);
  }

  @Test
  void sharesAnotherProgramsTunnelAndLeavesItAsItIs(Bed bed) {
    Node server = bed.node("rs01");
    bed.loadModule("ipip");
    // A device that has been up once keeps a queueing discipline and IPv6 parameters.
    bed.node("rs04").sh("ip link set tunl0 up && ip link set tunl0 down");
    server.sh("ip addr add 10.244.7.1/32 dev tunl0 && ip link set tunl0 up");
    try (Scenario scenario = Scenario.of(bed, TunnelIT.class)) {
      String theirs = tunl0(server);
      repliesGoStraightToTheClient(bed, Wrapping.IPIP);
      assertThat(tunl0(server)).isEqualTo(theirs);
      server.sh("sysctl -qw net.ipv4.conf.tunl0.rp_filter=1");
      scenario.eventually(
          () ->
              assertThat(
                      bed.kubectl()
                          .run("get", "realserver", "rs01", "-o", "jsonpath={.status}")
                          .orFail())
                  .contains("TunnelNotUsable"));
      server.sh("sysctl -qw net.ipv4.conf.tunl0.rp_filter=0");
      scenario.ready();
      scenario.end();
      assertThat(tunl0(server)).isEqualTo(theirs);
    } finally {
      server.sh("ip addr del 10.244.7.1/32 dev tunl0; ip link set tunl0 down");
    }
  }

  private static String tunl0(Node node) {
    return node.sh("ip addr show tunl0; cd /proc/sys/net; grep -rs . ipv4/conf/tunl0 | sort");
  }
}
