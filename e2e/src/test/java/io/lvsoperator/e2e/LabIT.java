package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.LongConnections;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The lab itself, without the product: the ways between its machines, its kernel, its API server.
 */
@LabTest(agents = {})
class LabIT {

  private static final int MEGABYTE = 1 << 20;
  private static final Duration TRANSFER = Duration.ofSeconds(20);

  @Test
  void everyClientReachesEveryServerAndIsSeenWithItsOwnAddress(Bed bed) {
    for (String client : new String[] {"client", "near", "lb01"}) {
      Node from = bed.node(client);
      for (String server : new String[] {"rs01", "rs02", "pod"}) {
        String target = bed.node(server).address();
        String name = server.equals("pod") ? "POD01" : server.toUpperCase(java.util.Locale.ROOT);
        Tally tcp = from.ask(Load.http(target + ":80").times(2));
        assertThat(tcp.failures()).as("%s to %s", client, server).isEmpty();
        assertThat(tcp.answers()).containsExactly(Map.entry("Hello From " + name, 2));
        assertThat(tcp.clients()).containsExactly(Map.entry(from.address(), 2));
      }
    }
    Tally udp = bed.node("client").ask(Load.udp(bed.node("rs02").address() + ":5300").times(3));
    assertThat(udp.answers()).containsExactly(Map.entry("RS02", 3));
    assertThat(udp.clients()).containsExactly(Map.entry("10.99.0.10", 3));
  }

  @Test
  void everyClientReachesEveryServerByIpv6AndTheRealServerBehindTheRouterByBoth(Bed bed) {
    for (String client : List.of("client", "near", "lb01")) {
      Node from = bed.node(client);
      for (String server : List.of("rs01", "rs04", "pod")) {
        String name = server.equals("pod") ? "POD01" : server.toUpperCase(java.util.Locale.ROOT);
        String target = Load.target(bed.node(server).address6(), 80);
        Tally tcp = from.ask(Load.http(target).times(2));
        assertThat(tcp.failures()).as("%s to %s", client, target).isEmpty();
        assertThat(tcp.answers()).containsExactly(Map.entry("Hello From " + name, 2));
        assertThat(tcp.clients()).containsExactly(Map.entry(from.address6(), 2));
      }
    }
    for (String address : List.of(bed.node("rs04").address(), bed.node("rs04").address6())) {
      Tally udp = bed.node("near").ask(Load.udp(Load.target(address, 5300)).times(3).fromOnePort());
      assertThat(udp.failures()).isEmpty();
      assertThat(udp.answers()).containsExactly(Map.entry("RS04", 3));
    }
    assertThat(bed.node("rs04").sh("ip route; ip -6 route"))
        .contains("default via 10.24.0.1 dev eth0", "default via fd00:24::1 dev eth0");
  }

  @Test
  void serversAnswerDatagramsFromTheAddressThatWasAsked(Bed bed) {
    Node server = bed.node("rs02");
    Node client = bed.node("near");
    server.sh("ip addr add 10.23.21.200/32 dev lo; ip addr add fd00:23::200/128 dev lo nodad");
    // Unlike ARP, neighbour discovery does not answer for an address of another interface.
    client.sh("ip route add fd00:23::200 via " + server.address6());
    try {
      for (String virtual : List.of("10.23.21.200", "fd00:23::200")) {
        Tally tally = client.ask(Load.udp(Load.target(virtual, 5300)).times(2));
        assertThat(tally.failures()).as(virtual).isEmpty();
        assertThat(tally.answers()).containsExactly(Map.entry("RS02", 2));
      }
    } finally {
      client.sh("ip route del fd00:23::200");
      server.sh("ip addr del 10.23.21.200/32 dev lo; ip addr del fd00:23::200/128 dev lo");
    }
  }

  @Test
  void aMegabyteArrivesWholeInBothDirections(Bed bed) {
    Node client = bed.node("client");
    for (String address : List.of(bed.node("rs04").address(), bed.node("rs04").address6())) {
      String target = Load.target(address, 80);
      for (Transfer transfer :
          List.of(
              client.upload(target, MEGABYTE, TRANSFER),
              client.download(target, MEGABYTE, TRANSFER))) {
        assertThat(transfer.failure()).isEmpty();
        assertThat(transfer.bytes()).isEqualTo(MEGABYTE);
        assertThat(transfer.server()).isEqualTo("RS04");
        assertThat(transfer.client()).isIn(client.address(), client.address6());
      }
    }
  }

  @Test
  void longConnectionsTellHowManyOfThemWereReset(Bed bed) {
    Node server = bed.node("rs02");
    String target = Load.target(server.address6(), 8080);
    Running<LongConnections> whole = bed.node("near").hold(target, 2);
    Running<LongConnections> reset = bed.node("client").hold(target, 3);
    server.sh(
        "nft 'table inet byhand { chain in { type filter hook input priority 0;"
            + " ip6 saddr fd00:99::10 tcp dport 8080 reject with tcp reset; }; }'");
    try {
      Scenario.within(
          bed.patience(Duration.ofSeconds(10)),
          () ->
              assertThat(bed.node("client").sh("ss -Htn state established dport = :8080"))
                  .isEmpty());
    } finally {
      server.sh("nft delete table inet byhand");
    }
    assertThat(reset.stop())
        .satisfies(o -> assertThat(o.held()).isEqualTo(3))
        .satisfies(o -> assertThat(o.resets()).as(o.toString()).isEqualTo(3));
    assertThat(whole.stop())
        .satisfies(o -> assertThat(o.lines()).isPositive())
        .satisfies(o -> assertThat(o.broken()).isEmpty());
  }

  @Test
  void theApiServerHasANodeForEachMachineOfTheCluster(Bed bed) {
    assertThat(bed.kubectl().run("get", "nodes", "-o", "name").orFail())
        .contains("node/lb01", "node/lb02", "node/rs01", "node/rs02", "node/rs03", "node/rs04")
        .doesNotContain("node/client");
    assertThat(bed.kubectl().field("node", "rs04", ".status.addresses[*].address"))
        .isEqualTo("10.24.0.14 fd00:24::14 rs04");
    assertThat(bed.kubectl().field("node", "rs01", ".status.nodeInfo.bootID"))
        .isEqualTo(bed.node("rs01").sh("cat /proc/sys/kernel/random/boot_id"))
        .isNotEqualTo(bed.node("rs02").sh("cat /proc/sys/kernel/random/boot_id"));
    assertThat(bed.node("lb01").run("ip", "route", "show", "default").out())
        .startsWith("default via 10.23.0.1 dev eth0");
  }

  @Test
  void natByHandAlternatesAndBreaksNoConnectionOfTheRealServers(Bed bed) {
    Node director = bed.node("lb01");
    Node client = bed.node("client");
    try (Running<LongConnection> direct = client.hold("10.23.190.76:80");
        Running<Tally> pod =
            client.keepAsking(Load.http("10.244.1.10:80").every(Duration.ofMillis(50)))) {
      String mac = director.sh("cat /sys/class/net/eth0/address");
      director.sh(
          """
          echo 1 > /proc/sys/net/ipv4/conf/eth0/forwarding
          ipvsadm -A -t 10.23.21.184:8000 -s rr
          ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m
          ipvsadm -a -t 10.23.21.184:8000 -r 10.23.122.152:80 -m
          echo 1 > /proc/sys/net/ipv4/vs/conntrack
          echo 0 > /proc/sys/net/ipv4/conf/all/send_redirects
          echo 0 > /proc/sys/net/ipv4/conf/eth0/send_redirects
          """);
      bed.node("rs01").sh(returnPath(mac));
      bed.node("rs02").sh(returnPath(mac));
      for (String from : new String[] {"client", "near"}) {
        Tally tally = bed.node(from).ask(Load.http("10.23.21.184:8000").times(20));
        assertThat(tally.failures()).as(from).isEmpty();
        assertThat(tally.answers())
            .containsExactly(Map.entry("Hello From RS01", 10), Map.entry("Hello From RS02", 10));
        assertThat(tally.clients()).containsExactly(Map.entry(bed.node(from).address(), 20));
        for (int i = 1; i < tally.sequence().size(); i++) {
          assertThat(tally.sequence().get(i)).isNotEqualTo(tally.sequence().get(i - 1));
        }
      }
      LongConnection held = direct.stop();
      assertThat(held.broken()).isEmpty();
      assertThat(held.lines()).isPositive();
      assertThat(pod.stop().failures()).isEmpty();
    } finally {
      director.run(
          "/bin/sh",
          "-c",
          "ipvsadm -C; cd /proc/sys/net/ipv4; echo 0 > vs/conntrack; echo 0 > conf/eth0/forwarding;"
              + "echo 1 > conf/all/send_redirects; echo 1 > conf/eth0/send_redirects");
      for (String server : new String[] {"rs01", "rs02"}) {
        bed.node(server)
            .run(
                "/bin/sh",
                "-c",
                "nft delete table ip byhand; ip rule del pref 1000; ip route flush table 101");
      }
    }
  }

  /**
   * Connections that came from the director's MAC address go back to it; nothing else changes its
   * way.
   */
  private static String returnPath(String mac) {
    return """
    nft -f - <<END
    table ip byhand {
      chain pre { type filter hook prerouting priority mangle;
        ct direction original ct state new iifname eth0 ether saddr %s tcp dport 80 ct mark set ct mark and 0xff00ffff or 0x00010000
        ct direction reply ct mark and 0x00ff0000 == 0x00010000 meta mark set meta mark and 0xff00ffff or 0x00010000
      }
      chain out { type route hook output priority mangle;
        ct direction reply ct mark and 0x00ff0000 == 0x00010000 meta mark set meta mark and 0xff00ffff or 0x00010000
      }
    }
    END
    ip rule add pref 1000 fwmark 0x00010000/0x00ff0000 lookup 101
    ip route add default via 10.23.21.184 dev eth0 table 101
    """
        .formatted(mac);
  }
}
