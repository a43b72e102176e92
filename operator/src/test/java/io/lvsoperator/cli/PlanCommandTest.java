package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's YAML as the commands that its reader would type. */
class PlanCommandTest {
  private static final Path TUTORIAL = Path.of("../crds/samples/tutorial-nat.yaml");
  private static final String NODES =
      """
      apiVersion: v1
      kind: List
      items:
        - apiVersion: v1
          kind: Node
          metadata:
            name: lb01
            labels: {lvs.node-restriction.kubernetes.io/director: "true"}
          status: {addresses: [{type: InternalIP, address: 10.23.21.184}]}
        - apiVersion: v1
          kind: Node
          metadata: {name: rs01}
          status: {addresses: [{type: InternalIP, address: 10.23.190.76}]}
        - apiVersion: v1
          kind: Node
          metadata: {name: rs02}
          status: {addresses: [{type: InternalIP, address: 10.23.122.152}]}
      """;
  private static final String REPORTS =
      """
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsNode
      metadata: {name: lb01}
      status:
        interfaces:
          - name: eth0
            mac: 02:00:00:00:00:01
            addresses: [{address: 10.23.21.184, prefixLength: 16}]
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsNode
      metadata: {name: rs01}
      status:
        interfaces:
          - name: ens3
            mac: 02:00:00:00:00:11
            addresses: [{address: 10.23.190.76, prefixLength: 16}]
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("nodes.yaml"), NODES);
    Files.writeString(directory.resolve("reports.yaml"), REPORTS);
  }

  private int plan(String node, String... more) {
    List<String> arguments = new ArrayList<>(List.of("plan", "--node", node));
    for (String file : List.of(TUTORIAL.toString(), directory.resolve("nodes.yaml").toString())) {
      arguments.addAll(List.of("-f", file));
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Main.run(Map.of(), new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void tellsWhatTheDirectorDoes() {
    assertThat(plan("lb01")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            sysctl -w net.ipv4.conf.DEV.forwarding=1
            sysctl -w net.ipv4.conf.DEV.send_redirects=0
            sysctl -w net.ipv4.conf.all.send_redirects=0
            sysctl -w net.ipv4.vs.conntrack=1
            sysctl -w net.ipv4.vs.expire_nodest_conn=1
            sysctl -w net.ipv4.vs.expire_quiescent_template=1
            ipvsadm -A -t 10.23.21.184:8000 -s rr
            ipvsadm -a -t 10.23.21.184:8000 -r 10.23.122.152:80 -m -w 1
            ipvsadm -a -t 10.23.21.184:8000 -r 10.23.190.76:80 -m -w 1
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsWhatARealServerDoes() {
    assertThat(plan("rs01", "-f", directory.resolve("reports.yaml").toString())).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            ip route add default via 10.23.21.184 dev ens3 table 7727 proto 76
            ip rule add pref 7600 fwmark 0x7f/0x7f lookup 7727 protocol 76
            nft 'add table inet lvs-operator'
            nft 'delete table inet lvs-operator'
            nft 'add table inet lvs-operator'
            nft 'add set inet lvs-operator from-director-0x7f-4 { type ifname . ether_addr . ipv4_addr . inet_proto . inet_service; }'
            nft 'add chain inet lvs-operator from-directors { type filter hook prerouting priority -145; policy accept; }'
            nft 'add rule inet lvs-operator from-directors ct direction original ct state new iifname . ether saddr . ip daddr . meta l4proto . th dport @from-director-0x7f-4 ct mark set ct mark and 0xffffff80 or 0x0000007f'
            nft 'add rule inet lvs-operator from-directors ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'
            nft 'add chain inet lvs-operator replies { type route hook output priority -145; policy accept; }'
            nft 'add rule inet lvs-operator replies ct direction reply ct mark and 0x0000007f == 0x0000007f meta mark set meta mark and 0xffffff80 or 0x0000007f'
            nft 'add element inet lvs-operator from-director-0x7f-4 { "ens3" . 02:00:00:00:00:01 . 10.23.190.76 . tcp . 80 }'
            """);
    assertThat(err.toString()).isEmpty();
  }

  private static final String IPV6 =
      """
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsNode
      metadata: {name: lb01}
      status:
        interfaces:
          - name: eth0
            mac: 02:00:00:00:00:01
            addresses: [{address: "fd00:23::184", prefixLength: 64}]
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: DirectorGroup
      metadata: {name: six}
      spec:
        nodeSelector: {matchLabels: {lvs.node-restriction.kubernetes.io/director: "true"}}
        allow: [{name: all, namespaceSelector: {}, vips: ["fd00:23::/64"], realServers: ["fd00:23::/64"]}]
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: RealServer
      metadata: {name: six, namespace: default, labels: {family: six}}
      spec: {address: "fd00:23::76", management: External}
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsService
      metadata: {name: six, namespace: default}
      spec:
        vip: "fd00:23::180"
        mode: NAT
        directorGroupName: six
        ports: [{name: http, port: 80}]
        realServerSelector: {matchLabels: {family: six}}
      """;

  @Test
  void keepsADirectorsDefaultRouteInIpv6() throws IOException {
    String nodes = directory.resolve("nodes.yaml").toString();
    assertThat(run("plan", "--node", "lb01", "-f", nodes, file("six.yaml", IPV6))).isZero();
    assertThat(out.toString().lines())
        .filteredOn(line -> line.contains("net.ipv6") || line.startsWith("ipvsadm -A"))
        .containsExactly(
            "sysctl -w net.ipv6.conf.eth0.accept_ra=2",
            "sysctl -w net.ipv6.conf.eth0.forwarding=1",
            "sysctl -w net.ipv6.conf.all.forwarding=1",
            "ipvsadm -A -t [fd00:23::180]:80 -s wlc");
  }

  private static final String OUTSIDE =
      """
      apiVersion: lvsoperator.io/v1alpha1
      kind: RealServer
      metadata: {name: vm01, namespace: default, labels: {app: vm}}
      spec: {address: 10.23.60.60, management: External}
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsService
      metadata: {name: vms, namespace: default}
      spec:
        vip: 10.23.21.180
        mode: MODE
        ports: [{name: http, port: 80}]
        realServerSelector: {matchLabels: {app: vm}}
      """;

  private int planForOwner(String name, String mode) throws IOException {
    return run(
        "plan",
        "--real-server",
        name,
        "-f",
        TUTORIAL.toString(),
        directory.resolve("nodes.yaml").toString(),
        directory.resolve("reports.yaml").toString(),
        file("outside.yaml", OUTSIDE.replace("MODE", mode)));
  }

  @Test
  void tellsTheOwnerOfARealServerOutsideTheClusterWhatToRun() throws IOException {
    assertThat(planForOwner("vm01", "DR")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            sysctl -w net.ipv4.conf.DEV.arp_announce=2
            sysctl -w net.ipv4.conf.DEV.arp_ignore=1
            nft 'add table inet lvs-operator'
            nft 'delete table inet lvs-operator'
            nft 'add table inet lvs-operator'
            nft 'add set inet lvs-operator closed-4 { type ipv4_addr; }'
            nft 'add set inet lvs-operator hidden-4 { type ipv4_addr; }'
            nft 'add set inet lvs-operator served-4 { type ipv4_addr . inet_proto . inet_service; }'
            nft 'add chain inet lvs-operator vip-ports { type filter hook input priority 110; policy accept; }'
            nft 'add rule inet lvs-operator vip-ports iifname "lo" accept'
            nft 'add rule inet lvs-operator vip-ports ip daddr != @closed-4 accept'
            nft 'add rule inet lvs-operator vip-ports ip daddr . meta l4proto . th dport @served-4 accept'
            nft 'add rule inet lvs-operator vip-ports ip daddr @closed-4 tcp flags & (syn | ack) == syn drop'
            nft 'add rule inet lvs-operator vip-ports ip daddr @hidden-4 meta l4proto { udp, sctp } th dport 0-65535 drop'
            nft 'add element inet lvs-operator closed-4 { 10.23.21.180 }'
            nft 'add element inet lvs-operator hidden-4 { 10.23.21.180 }'
            nft 'add element inet lvs-operator served-4 { 10.23.21.180 . tcp . 80 }'
            ip addr add 10.23.21.180/32 dev lo
            """);
  }

  @Test
  void tellsTheOwnerTheWayBackToEachDirectorInNat() throws IOException {
    assertThat(planForOwner("default/vm01", "NAT")).isZero();
    assertThat(out.toString())
        .contains(
            "ip route add default via 10.23.21.184 dev DEV table 7727",
            "{ \"DEV\" . 02:00:00:00:00:01 . 10.23.60.60 . tcp . 80 }");
  }

  @Test
  void tellsTheOwnerHowToEndATunnelInTun() throws IOException {
    assertThat(planForOwner("vm01", "TUN")).isZero();
    assertThat(out.toString().lines())
        .containsSubsequence(
            "modprobe ipip",
            "sysctl -w net.ipv4.conf.tunl0.rp_filter=2",
            "nft 'add element inet lvs-operator ipip-4 { 10.23.60.60 . 10.23.21.184 }'",
            "nft 'add element inet lvs-operator mss-1440-4 { 10.23.21.180 }'",
            "ip link set tunl0 up",
            "ip addr add 10.23.21.180/32 dev tunl0");
  }

  @Test
  void tellsTheOwnerThatFullnatNeedsNothing() throws IOException {
    assertThat(planForOwner("vm01", "FULLNAT")).isZero();
    assertThat(err.toString()).contains("FULLNAT needs nothing on RealServer default/vm01");
  }

  @Test
  void knowsOnlyTheRealServersOfTheFiles() throws IOException {
    assertThat(planForOwner("vm02", "DR")).isNotZero();
    assertThat(err.toString()).contains("no RealServer default/vm02 in these files");
  }

  @Test
  void standsInForWhatNobodyTold() {
    assertThat(plan("rs01")).isZero();
    assertThat(out.toString())
        .contains(
            "ip route add default via 10.23.21.184 dev DEV",
            "{ \"DEV\" . 00:00:5e:00:53:00 . 10.23.190.76 . tcp . 80 }");
    assertThat(err.toString()).contains("00:00:5e:00:53:00 stands for the MAC address");
  }

  @Test
  void printsNothingForANodeThatHasNothingToDo() throws IOException {
    String bystander = file("more.yaml", "{apiVersion: v1, kind: Node, metadata: {name: rs03}}");
    assertThat(plan("rs03", "-f", bystander)).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysInOneSentenceThatThereIsNoSuchNode() {
    assertThat(plan("lb02")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("no Node lb02 in these files: there are lb01, rs01, rs02\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void namesWhatIsRefusedAndPlansTheRest() throws IOException {
    String refused =
        file(
            "refused.yaml",
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: LvsService
            metadata: {name: stolen}
            spec:
              vip: 10.99.0.1
              mode: NAT
              ports: [{name: http, port: 80}]
              realServerSelector: {matchLabels: {app: web}}
            """);
    assertThat(plan("lb01", "-f", refused)).isZero();
    assertThat(out.toString()).contains("10.23.21.184:8000").doesNotContain("10.99.0.1");
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("LvsService default/stolen: NotAllowed: ");
  }

  @Test
  void readsTheStandardInputAndLeavesOtherKindsOut() throws IOException {
    String all =
        Files.readString(TUTORIAL)
            + "---\n"
            + NODES
            + "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}}\n"
            + "---\n{apiVersion: example.com/v1, kind: Thing, metadata: {name: y}}\n---\n";
    InputStream real = System.in;
    try {
      System.setIn(new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8)));
      assertThat(run("plan", "-f", "-", "--node", "lb01")).isZero();
    } finally {
      System.setIn(real);
    }
    assertThat(out.toString()).contains("ipvsadm -A -t 10.23.21.184:8000 -s rr");
  }

  @Test
  void namesAFileThatIsNotThereOrNoYaml() throws IOException {
    assertThat(plan("lb01", "-f", "/none/such.yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("/none/such.yaml");
    String broken = file("broken.yaml", "kind: [");
    assertThat(plan("lb01", "-f", broken)).isEqualTo(1);
    assertThat(err.toString()).contains("broken.yaml").doesNotContain("Exception");
  }

  @Test
  void asksForWhatIsMissing() {
    assertThat(run("plan", "--node", "lb01")).isEqualTo(2);
    assertThat(err.toString()).contains("plan needs -f");
  }
}
