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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * TUN in every wrapping, to a real server in the VIP's subnet and to one behind a router: who is
 * served and which way the packets go, a megabyte up and down where ICMP is filtered, and what a
 * stranger sends into a tunnel.
 */
@Order(LabTest.LATE)
@LabTest(agents = {"lb01", "rs01", "rs04"})
class TunnelIT {
  private static final int MEGABYTE = 1 << 20;
  private static final Duration TRANSFER = Duration.ofSeconds(30);
  private static final int UNSERVED = 6000;

  /** The same machines by both families. */
  private enum Net {
    FOUR("10.23.21.180", "10.23.190.76", "10.24.0.14", "10.244.1.10", "10.99.0.10", "10.23.21.184"),
    SIX(
        "fd00:23::180",
        "fd00:23::76",
        "fd00:24::14",
        "fd00:244:1::10",
        "fd00:99::10",
        "fd00:23::184");

    private final String vip;
    private final String near;
    private final String far;
    private final String pod;
    private final String client;
    private final String director;

    Net(String vip, String near, String far, String pod, String client, String director) {
      this.vip = vip;
      this.near = near;
      this.far = far;
      this.pod = pod;
      this.client = client;
      this.director = director;
    }

    String of(String yaml) {
      return yaml.replace(FOUR.vip, vip)
          .replace("address: " + FOUR.near, "address: " + near)
          .replace("address: " + FOUR.far, "address: " + far);
    }

    String web() {
      return Load.target(vip, 80);
    }
  }

  /** A kind of tunnel, as an LvsService asks for it, and its outer packets. */
  enum Wrapping {
    IPIP(Net.FOUR, "{type: IPIP}", "ipip"),
    GUE(Net.FOUR, "{type: GUE, checksum: Full}", "udp"),
    GRE(Net.FOUR, "{type: GRE}", "gre"),
    GRE_SUMMED(Net.FOUR, "{type: GRE, checksum: Full}", "gre"),
    IPIP6(Net.SIX, "{type: IPIP}", "ipv6"),
    GUE6(Net.SIX, "{type: GUE, checksum: Remote}", "udp"),
    GRE6(Net.SIX, "{type: GRE}", "gre");

    private final Net net;
    private final String spec;
    private final String outer;

    Wrapping(Net net, String spec, String outer) {
      this.net = net;
      this.spec = spec;
      this.outer = outer;
    }

    String yaml() {
      return net.of(Manifest.of(TunnelIT.class)).replace("{type: IPIP}", spec);
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesClientsDirectlyAndNobodyElse(Wrapping wrapping, Bed bed) {
    try (Scenario scenario = Scenario.on(bed).apply(wrapping.yaml()).ready()) {
      repliesGoStraightToTheClient(bed, wrapping);
      try (FilteredIcmp _ = FilteredIcmp.at(bed.node("client"))) {
        bigRequestsAndAnswersFit(bed.node("client"), wrapping.net);
      }
      strangersGetNowhere(bed, wrapping.net);
      scenario.end();
    }
  }

  private static void repliesGoStraightToTheClient(Bed bed, Wrapping wrapping) {
    Net net = wrapping.net;
    try (Running<Traffic> onDirector = bed.node("lb01").watch(net.vip, net.near, net.far)) {
      for (Load load :
          List.of(Load.http(net.web()).times(20), Load.udp(Load.target(net.vip, 5300)).times(20))) {
        Tally tally = bed.node("client").ask(load);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.answers().values()).containsExactly(10, 10);
        assertThat(tally.answers().keySet())
            .allMatch(answer -> answer.endsWith("RS01") || answer.endsWith("RS04"));
        assertThat(tally.clients()).containsOnlyKeys(net.client);
      }
      Traffic seen = onDirector.stop();
      Traffic wrapped = seen.outgoing().of(wrapping.outer).from(net.director);
      assertThat(wrapped.to(net.near).packets()).isGreaterThan(20);
      assertThat(wrapped.to(net.far).packets()).isGreaterThan(20);
      assertThat(seen.of("tcp").from(net.vip).packets()).isZero();
      assertThat(seen.of("udp").from(net.vip).packets()).isZero();
    }
  }

  private static void bigRequestsAndAnswersFit(Node client, Net net) {
    for (int i = 0; i < 2; i++) { // one for each real server
      for (Transfer transfer :
          List.of(
              client.upload(net.web(), MEGABYTE, TRANSFER),
              client.download(net.web(), MEGABYTE, TRANSFER))) {
        assertThat(transfer.failure()).as(transfer.toString()).isEmpty();
        assertThat(transfer.bytes()).isEqualTo(MEGABYTE);
        assertThat(transfer.client()).isEqualTo(net.client);
      }
    }
  }

  /**
   * Wrapped packets that no director sent, for the pod behind a real server, for the VIP and for
   * the server itself; and one that claims to be from a director, for the pod.
   */
  private static void strangersGetNowhere(Bed bed, Net net) {
    Node stranger = bed.node("near");
    try (Running<List<Datagram>> atPod = bed.node("pod").receive(UNSERVED);
        Running<List<Datagram>> atServer = bed.node("rs01").receive(UNSERVED)) {
      for (Spoof.Tunnel tunnel : Spoof.Tunnel.values()) {
        for (String inner : List.of(net.pod, net.vip, net.near)) {
          stranger.send(spoof(tunnel, net, inner, "stranger"));
        }
        stranger.send(spoof(tunnel, net, net.pod, "forged").as(net.director));
      }
      Tally direct = stranger.ask(Load.udp(Load.target(net.near, 5300)));
      assertThat(direct.failures()).isEmpty();
      Scenario.sleep(bed.patience(Duration.ofMillis(300)));
      assertThat(Stream.concat(atPod.stop().stream(), atServer.stop().stream())).isEmpty();
    }
  }

  private static Spoof spoof(Spoof.Tunnel tunnel, Net net, String inner, String text) {
    return Spoof.of(
        tunnel, net.near, Load.target(net.client, 1), Load.target(inner, UNSERVED), text);
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
