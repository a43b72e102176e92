package io.lvsoperator.cli;

import static io.lvsoperator.linux.TutorialNamespace.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.lvsoperator.agent.DriftWatch;
import io.lvsoperator.agent.MemoryStore;
import io.lvsoperator.agent.Pass;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.journal.StateLock;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.linux.TutorialNamespace;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.ForwardingRequests;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the real kernel, and the real tools on what a plan prints. */
@KernelTest
class CommandsKernelTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final String STATE =
      "ip -4 -o addr; ip rule; ip -4 route show table all; ipvsadm -Sn; nft list ruleset;"
          + " sysctl -a -r 'net.ipv4.(conf.*(forwarding|redirects)|vs.conntrack|ip_forward)'";
  private static final String OBJECTS =
      """
      apiVersion: lvsoperator.io/v1alpha1
      kind: DirectorGroup
      metadata: {name: default}
      spec:
        nodeSelector: {matchLabels: {director: "yes"}}
        allow:
          - name: all
            namespaceSelector: {}
            vips: [10.23.21.0/24]
            realServers: [10.23.0.0/16]
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsService
      metadata: {name: web}
      spec:
        vip: 10.23.21.180
        mode: NAT
        scheduler: wrr
        ports: [{name: http, port: 8000, targetPort: 80}, {name: dns, protocol: UDP, port: 53}]
        persistence: {timeoutSeconds: 300, prefixLength: 24}
        realServerSelector: {matchLabels: {app: web}}
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: RealServer
      metadata: {name: rs01, labels: {app: web}}
      spec: {address: 10.23.190.76, weight: 3}
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: RealServer
      metadata: {name: appliance, labels: {app: web}}
      spec: {address: 10.23.122.152, management: External, upperThreshold: 100, lowerThreshold: 80}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: lb01, labels: {director: "yes"}}
      status: {addresses: [{type: InternalIP, address: 10.23.21.184}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: rs01}
      status: {addresses: [{type: InternalIP, address: 10.23.190.76}]}
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsNode
      metadata: {name: lb01}
      status:
        interfaces:
          - name: eth0
            mac: 02:00:00:00:00:99
            addresses: [{address: 10.23.21.184, prefixLength: 16}]
      ---
      apiVersion: lvsoperator.io/v1alpha1
      kind: LvsNode
      metadata: {name: rs01}
      status:
        interfaces:
          - name: eth0
            mac: 02:00:00:00:00:01
            addresses: [{address: 10.23.190.76, prefixLength: 16}]
      """;

  @TempDir private Path directory;

  private TutorialNamespace namespace;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    namespace = new TutorialNamespace();
    Files.writeString(directory.resolve("objects.yaml"), OBJECTS);
  }

  @AfterEach
  void end() {
    namespace.close();
  }

  private Path state() {
    return directory.resolve("state");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(Map.of(), new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private int plan(String node, String... more) {
    String objects = directory.resolve("objects.yaml").toString();
    return run(
        Stream.concat(
                List.of("plan", "-f", objects, "--node", node).stream(), List.of(more).stream())
            .toArray(String[]::new));
  }

  /** What an agent would have done here, without one. */
  private void anAgentWasHere() {
    anAgentWasHere("lb01");
  }

  private Intent intent(String node) {
    return Translator.translate(
            ClusterObjects.snapshot(
                    new Manifests()
                        .read(List.of(directory.resolve("objects.yaml").toString()), System.in))
                .assumed())
        .intentFor(node);
  }

  private void anAgentWasHere(String node) {
    JournalStore journal = JournalStore.open(state(), Host.header());
    try (LinuxKernel kernel = LinuxKernel.open(journal)) {
      journal.kernelKeepsProtocol(kernel.kernel().addresses().keepsProtocol());
      var result =
          new Pass(kernel.kernel(), journal, new Planner(PlanOptions.DEFAULT), new DriftWatch())
              .run(intent(node), Map.of(VIP, new ProbeResult.Free()), Instant.now());
      assertThat(result.report().undone()).isEmpty();
    }
  }

  @Test
  void stockToolsAcceptADirectorsPlan() {
    assertThat(plan("lb01")).isZero();
    String commands = out.toString();
    assertThat(commands).contains("arping -U -c 1 -I eth0 10.23.21.180");
    // arping is in a package that few machines have.
    sh("set -e\n" + commands.replaceAll("(?m)^arping.*", ""));
    assertThat(sh("ipvsadm -Sn"))
        .isEqualTo(
            """
            -A -t 10.23.21.180:8000 -s wrr -p 300 -M 255.255.255.0
            -a -t 10.23.21.180:8000 -r 10.23.122.152:80 -m -w 1
            -a -t 10.23.21.180:8000 -r 10.23.190.76:80 -m -w 3
            -A -u 10.23.21.180:53 -s wrr -p 300 -M 255.255.255.0
            -a -u 10.23.21.180:53 -r 10.23.122.152:53 -m -w 1
            -a -u 10.23.21.180:53 -r 10.23.190.76:53 -m -w 3""");
    assertThat(sh("ipvsadm -Ln --thresholds")).containsPattern("10.23.122.152:53 +100 +80");
  }

  @Test
  void stockToolsAcceptARealServersPlan() {
    sh("ip addr flush dev eth0; ip addr add 10.23.190.76/16 dev eth0");
    assertThat(plan("rs01")).isZero();
    sh("set -e\n" + out);
    assertThat(sh("nft list table inet lvs-operator"))
        .contains("02:00:00:00:00:99", "10.23.190.76");
    assertThat(sh("ip route show table 7727")).contains("default via 10.23.21.184 dev eth0");
    assertThat(sh("ip rule")).contains("fwmark 0x7f/0x7f lookup 7727");
  }

  @Test
  void aLivePlanTellsOnlyWhatIsMissing() {
    anAgentWasHere();
    assertThat(plan("lb01", "--live", "--state-dir", state().toString())).isZero();
    assertThat(out.toString()).isEmpty();
    sh("ipvsadm -D -u 10.23.21.180:53; sysctl -qw net.ipv4.conf.eth0.forwarding=0");
    plan("lb01", "--live", "--state-dir", state().toString());
    assertThat(out.toString().lines())
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth0.forwarding=1",
            "ipvsadm -A -u 10.23.21.180:53 -s wrr -p 300 -M 255.255.255.0",
            "ipvsadm -a -u 10.23.21.180:53 -r 10.23.122.152:53 -m -w 1 -x 100 -y 80",
            "ipvsadm -a -u 10.23.21.180:53 -r 10.23.190.76:53 -m -w 3");
  }

  @Test
  void showSavesWhatIpvsadmSaves() {
    sh("ipvsadm -A -t 10.96.0.1:443 -s rr");
    anAgentWasHere();
    assertThat(run("show", "--save", "--state-dir", state().toString())).isZero();
    List<String> foreign = List.of("-A -t 10.96.0.1:443 -s rr");
    assertThat(out.toString()).contains("-r 10.23.122.152:53 -m -w 1 -x 100 -y 80");
    String saved = out.toString().replace(" -x 100 -y 80", ""); // which ipvsadm forgets to save
    assertThat(saved.lines().sorted().toList())
        .isEqualTo(sh("ipvsadm -Sn").lines().filter(l -> !foreign.contains(l)).sorted().toList());
    assertThat(run("show", "--state-dir", state().toString())).isZero();
    assertThat(out.toString())
        .contains(
            "TCP  10.23.21.180:8000 wrr persistent 300",
            "  -> 10.23.190.76:80              Masq    3      0          0 ",
            "ip addr 10.23.21.180/32 dev eth0",
            "sysctl net.ipv4.vs.conntrack=1 (was 0)")
        .doesNotContain("10.96.0.1");
  }

  @Test
  void cleanupGivesTheNodeBackAsItWas() {
    sh("ipvsadm -A -t 10.96.0.1:443 -s rr; ip addr add 10.23.99.1/32 dev eth0");
    String before = sh(STATE);
    anAgentWasHere();
    assertThat(sh(STATE)).isNotEqualTo(before);
    assertThat(cleanup(state())).isZero();
    assertThat(sh(STATE)).isEqualTo(before);
    assertThat(out.toString())
        .contains("ip addr del 10.23.21.180/32 dev eth0", "ipvsadm -D -t 10.23.21.180:8000");
    assertThat(err.toString()).isEmpty();
    assertThat(state()).isEmptyDirectory();
  }

  @Test
  void cleanupRefusesWhileAnAgentHoldsTheNodeAndNamesIt() {
    anAgentWasHere();
    String running = sh(STATE);
    var attempt = StateLock.tryTake(state(), NodeLock.holder("agent of node lb01"));
    try (StateLock held = ((StateLock.Attempt.Taken) attempt).lock()) {
      assertThat(held).isNotNull();
      assertThat(cleanup(state())).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains("agent of node lb01, process " + ProcessHandle.current().pid());
    assertThat(sh(STATE)).isEqualTo(running);
  }

  @Test
  void anAgentWithAnotherStateDirectoryIsKeptOutOfTheNamespace() {
    var first = NodeLock.tryTake(state(), "agent of node lb01");
    try (NodeLock held = ((Patience.Try.Done<NodeLock>) first).value()) {
      assertThat(held).isNotNull();
      var second = NodeLock.tryTake(directory.resolve("other"), "agent of node lb01");
      assertThat(((Patience.Try.NotYet<NodeLock>) second).why())
          .contains("network namespace", "process " + ProcessHandle.current().pid());
      assertThat(cleanup(directory.resolve("other"))).isEqualTo(1);
    }
    assertThat(cleanup(directory.resolve("other"))).isZero();
  }

  @Test
  void cleanupOfARealServerRefusesWhileADirectorSendsToIt() throws IOException {
    String before = asRealServer();
    anAgentWasHere("rs01");
    String running = sh(STATE);
    assertThat(running).isNotEqualTo(before);
    knew("lb01");
    assertThat(cleanup(state())).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "by what this node knew last (no --kubeconfig says how to reach the cluster), directors"
                + " may still send packets here: lb01 (10.23.21.180); ",
            "kubectl annotate node rs01 lvsoperator.io/state=OutOfService",
            "--force");
    assertThat(sh(STATE)).isEqualTo(running);
    assertThat(cleanup(state(), "--force")).isZero();
    assertThat(sh(STATE)).isEqualTo(before);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void cleanupOfARealServerSaysWhenItKnowsNothingOfDirectors() {
    String before = asRealServer();
    anAgentWasHere("rs01");
    assertThat(cleanup(state())).isZero();
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: nobody can tell whether directors still send packets here: no --kubeconfig"
                + " says how to reach the cluster, and the agent left no file that says what it"
                + " knew");
    assertThat(sh(STATE)).isEqualTo(before);
  }

  /** This namespace with RS01's address in place of LB01's. */
  private static String asRealServer() {
    sh("ip addr flush dev eth0; ip addr add 10.23.190.76/16 dev eth0");
    return sh(STATE);
  }

  /** What the agent of rs01 would have left on the disk: this director asks for what is here. */
  private void knew(String director) {
    Request request =
        new Request(
            director,
            "rs01",
            Request.PROTOCOL,
            "boot",
            7,
            List.of(),
            intent("rs01").hosted().stream().map(HostedPart::attachment).toList());
    String honoured =
        "{\"asked\":{},\"honoured\":{\"%s\":{\"request\":%s,\"refused\":[]}}}"
            .formatted(director, Serialization.asJson(ForwardingRequests.spec(request)));
    IntentFile.Header header = new IntentFile.Header("", Host.machineId(), "rs01");
    new IntentFile(StateFile.durable(saved(), MemoryStore.FILE)).write(header, honoured);
    new IntentFile(StateFile.durable(saved(), IntentFile.FILE))
        .write(
            header,
            "{\"accepted\":{\"services\":{},\"realServers\":{},\"groups\":{}},\"objects\":[]}");
  }

  /** Not that of this machine's own agent, if there is one. */
  private Path saved() {
    return directory.resolve("saved");
  }

  private int cleanup(Path state, String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "cleanup", "--state-dir", state.toString(), "--saved-dir", saved().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
