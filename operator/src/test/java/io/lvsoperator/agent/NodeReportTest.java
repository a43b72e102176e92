package io.lvsoperator.agent;

import static io.lvsoperator.agent.Cluster.RS01;
import static io.lvsoperator.agent.Cluster.VIP;
import static io.lvsoperator.agent.Cluster.WEB;
import static io.lvsoperator.agent.Cluster.backend;
import static io.lvsoperator.agent.Cluster.directs;
import static io.lvsoperator.agent.Cluster.service;
import static io.lvsoperator.agent.Cluster.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeIpvsOption;
import io.lvsoperator.api.v1alpha1.OptionReason;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Pause;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeReportTest {
  private static final NodeFacts FACTS =
      new NodeFacts("lb01", "machine", "boot-1", "6.12.0", "0.1.0");

  @TempDir Path directory;
  private NodeState node;
  private List<Condition> previous = List.of();

  @BeforeEach
  void setUp() {
    node = new NodeState(directory);
  }

  private LvsNodeStatus report(Intent intent) {
    return report(intent, Pause.NONE);
  }

  private LvsNodeStatus report(Intent intent, Pause pause) {
    return report(intent, pause, ReportBounds.WRITABLE);
  }

  private LvsNodeStatus report(Intent intent, Pause pause, ReportBounds bounds) {
    Assignment assignment =
        new Assignment(
            intent,
            !intent.directed().isEmpty(),
            Map.of(WEB, 3L),
            Map.of(),
            LastAccepted.NONE,
            pause,
            Translator.translate(ClusterObjects.snapshot(List.of())));
    LvsNodeStatus status =
        new NodeReport(FACTS, assignment, node.pass(intent, pause))
            .within(bounds)
            .status(
                Set.of(IpAddress.parse("10.23.0.1")),
                new TreeMap<>(node.drift.contested()),
                Optional.empty(),
                previous);
    previous = status.conditions();
    return status;
  }

  @Test
  void aPausedNodeSaysWhoPausesItAndWhatWaits() {
    Pause paused = new Pause(List.of("Node lb01"), List.of());
    LvsNodeStatus status = report(Cluster.both(web(backend(RS01, 5))), paused);
    assertThat(status.condition("Paused"))
        .hasValueSatisfying(
            c -> {
              assertThat(c.holds()).isTrue();
              assertThat(c.reason()).isEqualTo("Paused");
              assertThat(c.message())
                  .startsWith("Node lb01 has the annotation lvsoperator.io/paused; ")
                  .contains(" changes wait: ", "ipvsadm -A -t 10.23.21.180:80");
            });
    assertThat(status.condition("Ready"))
        .hasValueSatisfying(
            c -> assertThat(c.status() + " " + c.reason()).isEqualTo("False Paused"));
    assertThat(status.services().getFirst().reason()).isEqualTo("Paused");
    report(Cluster.both(web(backend(RS01, 5))));
    LvsNodeStatus nothingWaits = report(Cluster.both(web(backend(RS01, 5))), paused);
    assertThat(nothingWaits.condition("Paused").orElseThrow().message())
        .isEqualTo("Node lb01 has the annotation lvsoperator.io/paused; no change waits");
    assertThat(nothingWaits.condition("Ready").orElseThrow().holds()).isTrue();
    assertThat(report(Intent.NONE).condition("Paused")).isEmpty();
  }

  @Test
  void anUnknownValueOfTheAnnotationPausesNothing() {
    LvsNodeStatus status =
        report(Intent.NONE, new Pause(List.of(), List.of("annotation x does nothing")));
    assertThat(status.condition("Paused"))
        .hasValueSatisfying(
            c ->
                assertThat(c.status() + " " + c.reason() + " " + c.message())
                    .isEqualTo("False UnsupportedValue annotation x does nothing"));
  }

  @Test
  void saysEverythingThatOthersNeedToKnow() {
    assertThat(Serialization.asYaml(report(Cluster.both(web(backend(RS01, 5))))))
        .isEqualTo(
            """
            ---
            bootID: "boot-1"
            agentVersion: "0.1.0"
            roles:
            - "Director"
            - "RealServer"
            rolesSummary: "Director,RealServer"
            servicesSummary: "1/1"
            interfaces:
            - name: "eth0"
              mac: "02:00:00:00:00:01"
              addresses:
              - address: "10.23.21.184"
                prefixLength: 16
              - address: "10.23.190.76"
                prefixLength: 16
            nextHops:
            - "10.23.0.1"
            vips:
            - address: "10.23.21.180"
              use: "Placed"
            services:
            - namespace: "default"
              name: "web"
              observedGeneration: 3
              programmed: "True"
              reason: "Programmed"
              destinations:
              - vip: "10.23.21.180"
                protocol: "TCP"
                virtualPort: 80
                address: "10.23.190.76"
                port: 8080
                weight: 5
                mode: "NAT"
            kernel:
              release: "6.12.0"
            conditions:
            - type: "Ready"
              status: "True"
              lastTransitionTime: "2026-11-22T12:00:00Z"
              reason: "Ready"
              message: ""
            ipvsOptions:
            - name: "timeout tcp"
              value: "900"
              reason: "Untouched"
            - name: "timeout tcpfin"
              value: "120"
              reason: "Untouched"
            - name: "timeout udp"
              value: "300"
              reason: "Untouched"
            - name: "net.ipv4.vs.conn_reuse_mode"
              value: "1"
              reason: "Untouched"
            - name: "net.ipv4.vs.expire_nodest_conn"
              value: "1"
              reason: "Default"
            - name: "net.ipv4.vs.expire_quiescent_template"
              value: "1"
              reason: "Default"
            - name: "net.ipv4.vs.run_estimation"
              value: "1"
              reason: "Untouched"
            - name: "net.ipv4.vs.sloppy_tcp"
              value: "0"
              reason: "Untouched"
            """);
  }

  @Test
  void isTheSameForTheSameState() {
    LvsNodeStatus first = report(Cluster.both(web(backend(RS01, 5))));
    node.now = node.now.plus(Duration.ofMinutes(5));
    assertThat(report(Cluster.both(web(backend(RS01, 5))))).isEqualTo(first);
  }

  @Test
  void survivesTheJourneyThroughJson() {
    LvsNodeStatus status = report(Cluster.both(web(backend(RS01, 5))));
    assertThat(Serialization.unmarshal(Serialization.asJson(status), LvsNodeStatus.class))
        .isEqualTo(status);
  }

  @Test
  void saysWhyAServiceIsNotProgrammed() {
    node.kernel.ipvs.add(
        VirtualServer.of(new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80), Scheduler.RR));
    assertThat(report(directs(web(backend(RS01, 1)))).services())
        .singleElement()
        .satisfies(s -> assertThat(s.programmed()).hasToString("False"))
        .satisfies(s -> assertThat(s.reason()).isEqualTo("ForeignEntry"))
        .satisfies(s -> assertThat(s.message()).contains("ipvsadm -D"));
  }

  @Test
  void saysWhatTheKernelRefused() {
    node.kernel.failNext("ipvsadm -A");
    LvsNodeStatus status = report(directs(web(backend(RS01, 1))));
    assertThat(status.services())
        .singleElement()
        .satisfies(s -> assertThat(s.reason()).isEqualTo("KernelRefused"))
        .satisfies(s -> assertThat(s.message()).contains("ipvsadm -A -t 10.23.21.180:80", "EIO"));
    assertThat(status.condition("Ready"))
        .hasValueSatisfying(c -> assertThat(c.holds()).isFalse())
        .hasValueSatisfying(c -> assertThat(c.message()).contains("EIO"));
    assertThat(status.servicesSummary()).contains("0/1");
    assertThat(report(directs(web(backend(RS01, 1)))).condition("Ready"))
        .hasValueSatisfying(c -> assertThat(c.holds()).isTrue());
  }

  @Test
  void aSchedulerThatTheKernelLacksIsTheMatterOfItsServiceAlone() {
    LvsNodeStatus status =
        report(
            directs(
                web(backend(RS01, 1)),
                service("two", new Scheduler("twos"), 443, 443, backend(RS01, 1))));
    assertThat(status.services())
        .extracting(s -> s.name() + " " + s.programmed() + " " + s.reason())
        .containsExactly("two False SchedulerUnavailable", "web True Programmed");
    assertThat(status.services().getFirst().message())
        .isEqualTo(
            "ipvsadm -A -t 10.23.21.180:443 -s twos: ENOENT (this kernel has no scheduler"
                + " \"twos\")");
  }

  @Test
  void aServiceKeepsItsSchedulerWhereTheKernelLacksTheNewOne() {
    report(directs(web(backend(RS01, 1))));
    Intent edited = directs(service("web", new Scheduler("twos"), 80, 8080, backend(RS01, 1)));
    assertThat(report(edited).services())
        .singleElement()
        .satisfies(s -> assertThat(s.reason()).isEqualTo("SchedulerUnavailable"));
    assertThat(node.kernel.dump()).contains("-A -t 10.23.21.180:80 -s rr");
  }

  @Test
  void saysWhatSomebodyKeepsUndoing() {
    Intent intent = directs(web(backend(RS01, 1)));
    report(intent);
    for (int i = 0; i <= DriftWatch.PATIENCE; i++) {
      node.kernel.ipvs.clear();
      report(intent);
    }
    node.kernel.ipvs.clear();
    assertThat(report(intent).condition("Contested"))
        .hasValueSatisfying(c -> assertThat(c.holds()).isTrue())
        .hasValueSatisfying(c -> assertThat(c.message()).contains("ipvsadm -A -t 10.23.21.180:80"));
  }

  @Test
  void saysWhichGroupIsFollowedWhereTwoDiffer() {
    Intent both = directs(web(backend(RS01, 1)));
    IpvsOptions.Wish wish =
        new IpvsOptions.Wish(7200, "edge", List.of(new IpvsOptions.Overruled("core", 300)));
    Intent differ =
        new Intent(
            both.directed(),
            both.waiting(),
            both.hosted(),
            new IpvsOptions(new TreeMap<>(Map.of(IpvsOption.TCP_TIMEOUT, wish))),
            Set.of());
    LvsNodeStatus status = report(differ);
    assertThat(status.ipvsOptions().getFirst())
        .isEqualTo(
            new NodeIpvsOption(
                "timeout tcp", "7200", Lenient.of(OptionReason.GROUP), Optional.of("edge")));
    assertThat(status.condition("GroupsAgree"))
        .hasValueSatisfying(c -> assertThat(c.holds()).isFalse())
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo("OlderGroup"))
        .hasValueSatisfying(
            c ->
                assertThat(c.message())
                    .endsWith("follows the oldest: timeout tcp is 7200 by edge, not 300 by core"));
    assertThat(report(both).condition("GroupsAgree")).isEmpty();
  }

  @Test
  void whatItIsARealServerForIsTheMatterOfItsRequestsAlone() {
    LvsNodeStatus status = report(new Intent(List.of(), List.of(Cluster.part())));
    assertThat(status.roles()).hasToString("[RealServer]");
    assertThat(status.services()).isEmpty();
    assertThat(status.servicesSummary()).contains("0/0");
    node.kernel.addresses.removeIf(a -> a.address().equals(RS01));
    LvsNodeStatus without = report(new Intent(List.of(), List.of(Cluster.part())));
    assertThat(without.services()).isEmpty();
    assertThat(without.condition("Ready").orElseThrow().holds()).isTrue();
  }

  @Test
  void saysWhatItHasNoRoomFor() {
    ReportBounds small = new ReportBounds(1, 250, 0, 0);
    Intent intent =
        Cluster.both(
            web(
                Stream.of("10.23.1.1", "10.23.1.2", "10.23.1.3")
                    .map(NodeReportTest::of)
                    .toArray(Backend[]::new)));
    LvsNodeStatus status = report(intent, Pause.NONE, small);
    assertThat(status.services().getFirst().destinations()).hasSize(2);
    assertThat(status.services().getFirst().destinationsOmitted()).contains(1);
    assertThat(status.vips()).isEmpty();
    assertThat(status.omitted()).hasToString("[Destinations, VIPs]");
    assertThat(status.servicesSummary()).contains("1/1");
    assertThat(status.condition("ReportComplete"))
        .hasValueSatisfying(
            c -> assertThat(c.status() + " " + c.reason()).isEqualTo("False TooLong"))
        .hasValueSatisfying(
            c ->
                assertThat(c.message())
                    .startsWith("this report has no room for 1 destinations, 1 VIPs more; "));
    LvsNodeStatus whole = report(intent);
    assertThat(whole.omitted()).isEmpty();
    assertThat(whole.services().getFirst().tellsAll()).isTrue();
    assertThat(whole.condition("ReportComplete")).isEmpty();
  }

  private static Backend of(String address) {
    return backend(IpAddress.parse(address), 1);
  }

  @Test
  void leavesOutInterfacesThatSayNothing() {
    node.kernel.addLink(
        new Link(3, "veth1", Optional.empty(), 1500, true, false, "veth"), "fe80::1/64");
    node.kernel.addLink(
        new Link(4, "wg0", Optional.empty(), 1420, true, false, "wireguard"), "10.99.0.1/24");
    assertThat(report(Intent.NONE).interfaces())
        .extracting(i -> i.name())
        .containsExactly("eth0", "wg0");
  }
}
