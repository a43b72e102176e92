package io.lvsoperator.cli;

import static io.lvsoperator.linux.TutorialNamespace.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.linux.TutorialNamespace;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.KernelTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} on the real kernel, in a node that others use too. */
@KernelTest
class DoctorKernelTest {
  /** Of IPv4: link-local addresses of IPv6 settle by themselves meanwhile. */
  private static final String STATE =
      "cut -d' ' -f1 /proc/modules | sort; ip -o link | cut -d: -f1,2; ip -4 -o addr; ip rule;"
          + " ip -4 route show table all; ipvsadm -Sn; nft list ruleset;"
          + " sysctl -a -r 'net.ipv4.(conf|vs)' 2>/dev/null";

  @TempDir private Path directory;

  private TutorialNamespace namespace;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() {
    namespace = new TutorialNamespace();
    tearDown();
  }

  @AfterEach
  void end() {
    tearDown();
    namespace.close();
  }

  private static void tearDown() {
    sh(
        """
        sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.all.arp_ignore=0
        nft delete table inet firewall 2>/dev/null
        ip link del kube-ipvs0 2>/dev/null
        ip link del labipip 2>/dev/null
        ip addr flush dev tunl0 2>/dev/null
        ip link set tunl0 down 2>/dev/null
        true
        """);
  }

  private int doctor(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all =
        Stream.concat(
                Stream.of("doctor", "--state-dir", directory.resolve("state").toString()),
                Stream.of(arguments))
            .toList();
    return Main.run(
        Map.of(), new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  /** The lines of the table that begin with these words, with single blanks. */
  private List<String> lines(String beginning) {
    return out.toString()
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  @Test
  void thisNodeCanPlayEveryPart() {
    assertThat(doctor()).as(out.toString()).isZero();
    assertThat(lines("FAIL")).isEmpty();
    assertThat(lines("OK module ip_vs")).singleElement().asString().contains("loaded");
    assertThat(lines("OK virtual servers")).hasSize(1);
    assertThat(lines("OK interface eth0")).hasSize(1);
  }

  @Test
  void lookingChangesNothing() {
    String before = sh(STATE);
    doctor("--real-server", "10.23.190.76", "--real-server", "192.0.2.1");
    assertThat(sh(STATE)).isEqualTo(before);
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void aForeignTunnelDeviceWithAStrictFilterIsInTheWayOfTunnelsOnly() {
    sh(
        """
        set -e
        ip link add labipip type ipip local 10.23.21.184 remote 10.23.0.9
        ip addr add 10.244.7.0/32 dev tunl0
        ip link set tunl0 up
        sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=1
        """);
    assertThat(doctor()).isEqualTo(2);
    assertThat(lines("FAIL tunl0 real-server TUN"))
        .singleElement()
        .asString()
        .contains("10.244.7.0/32", "rp_filter 1 (all 0, tunl0 1)");
    assertThat(doctor("--role", "director")).isZero();
    assertThat(doctor("--role", "real-server", "--mode", "DR,NAT")).isZero();
    sh("sysctl -qw net.ipv4.conf.all.rp_filter=2");
    assertThat(doctor("--mode", "TUN")).as("loose").isZero();
    assertThat(lines("WARN tunl0")).hasSize(1);
    assertThat(doctor("--mode", "TUN", "--strict")).isEqualTo(1);
  }

  @Test
  void virtualServersOfOthersAreToldFromOurs() {
    sh(
        "ipvsadm -A -t 10.96.0.1:443 -s rr; ipvsadm -A -t [fd00::1]:53 -s rr;"
            + " ipvsadm -A -f 16 -s rr; ipvsadm -A -t 10.23.21.180:80 -s rr;"
            + " ip link add kube-ipvs0 type dummy");
    JournalStore journal = JournalStore.open(directory.resolve("state"), Host.header());
    Change added =
        new Change.AddVirtualServer(
            VirtualServer.of(
                new VirtualServerKey.Endpoint(IpAddress.parse("10.23.21.180"), Protocol.TCP, 80),
                Scheduler.RR));
    journal.before(List.of(added));
    journal.after(List.of(added), List.of());
    assertThat(doctor("--role", "director")).isZero();
    assertThat(lines("WARN virtual servers"))
        .singleElement()
        .asString()
        .contains("3 of others", "-t 10.96.0.1:443", "-t [fd00::1]:53", "-f 16", "1 of ours");
    assertThat(lines("WARN kube-proxy")).hasSize(1);
    assertThat(doctor("--role", "director", "--strict")).isEqualTo(1);
    assertThat(doctor("--role", "real-server", "--mode", "FULLNAT", "--strict")).isZero();
  }

  @Test
  void keepalivedInThisNamespaceIsSeen() throws IOException, InterruptedException {
    Path program = directory.resolve("keepalived");
    Files.copy(Path.of(sh("command -v sleep")), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(program.toString(), "60").start();
    try {
      doctor("--role", "director");
      assertThat(lines("WARN keepalived director")).hasSize(1);
    } finally {
      process.destroy();
      process.waitFor();
    }
    doctor("--role", "director");
    assertThat(lines("WARN keepalived")).isEmpty();
  }

  @Test
  void aFirewallThatDropsWhatConntrackDoesNotKnow() {
    sh(
        "nft 'add table inet firewall; add chain inet firewall hosts;"
            + " add rule inet firewall hosts ct state invalid counter drop;"
            + " add chain inet firewall through { type filter hook forward priority 0; policy accept; };"
            + " add rule inet firewall through counter jump hosts'");
    assertThat(doctor("--role", "director", "--mode", "NAT")).isZero();
    assertThat(lines("WARN chain inet firewall hosts director NAT,FULLNAT")).hasSize(1);
    sh("sysctl -qw net.ipv4.vs.conntrack=1");
    doctor("--role", "director", "--mode", "NAT");
    assertThat(lines("OK chain inet firewall hosts director NAT,FULLNAT")).hasSize(1);
  }

  @Test
  void theWayToRealServers() throws IOException {
    Path file = directory.resolve("rs.yaml");
    Files.writeString(
        file,
        """
        apiVersion: lvsoperator.io/v1alpha1
        kind: RealServer
        metadata: {name: far}
        spec: {address: 10.99.0.9}
        """);
    sh("ip route add 10.99.0.0/16 via 10.23.0.1 mtu 1400; ip route add unreachable 10.98.0.0/16");
    int status =
        doctor("-f", file.toString(), "--real-server", "10.23.190.76,10.23.21.184,10.98.0.1");
    sh("ip route del unreachable 10.98.0.0/16");
    assertThat(status).isEqualTo(2);
    assertThat(lines("OK real server 10.23.190.76 director NAT"))
        .singleElement()
        .asString()
        .endsWith("by eth0, MTU 1500");
    assertThat(lines("OK real server 10.23.21.184"))
        .singleElement()
        .asString()
        .contains("this node");
    assertThat(lines("FAIL real server 10.98.0.1")).singleElement().asString().contains("no route");
    assertThat(lines("FAIL real server 10.99.0.9 director DR"))
        .singleElement()
        .asString()
        .contains("router 10.23.0.1");
    assertThat(lines("WARN real server 10.99.0.9 director NAT"))
        .singleElement()
        .asString()
        .contains("by eth0 and 10.23.0.1, MTU 1400 (of the path; the interface has 1500)");
    assertThat(doctor("--mode", "NAT", "--real-server", "10.99.0.9")).isZero();
  }

  @Test
  void aNodeThatAnswersNoArpCanNotDirect() {
    sh("sysctl -qw net.ipv4.conf.all.arp_ignore=8");
    assertThat(doctor("--role", "director")).isEqualTo(2);
    assertThat(lines("FAIL arp_ignore eth0 director")).hasSize(1);
    assertThat(doctor("--role", "real-server")).isZero();
  }

  @Test
  void jsonHoldsEverySchedulerAndFinding() {
    sh("ipvsadm -A -t 10.96.0.1:443 -s rr");
    assertThat(doctor("-o", "json")).isZero();
    assertThat(out.toString())
        .contains("\"schedulers\":{\"rr\":\"loaded\"", "\"what\":\"module ip_vs\"")
        .contains("\"severity\":\"OK\"")
        .doesNotContain("\"severity\":\"FAIL\"");
  }
}
