package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes the samples and everything that the product writes. */
@NeedsApiServer
class ApiServerSamplesTest {

  private static ApiServer server;

  @BeforeAll
  static void install(ApiServer started) {
    server = started;
    server.install();
  }

  static List<Path> samples() {
    return Contract.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleApplies(Path sample) {
    var applied = server.kubectlOk("apply", "--server-side", "-f", sample.toString());
    assertThat(applied.lines()).hasSize(Contract.documents(sample).size());
    server.kubectlOk("delete", "-f", sample.toString());
  }

  @Test
  void theServerFillsInTheDefaultsThatTheRecordsHave() {
    var written =
        Contract.YAML.unmarshal(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: LvsService
            metadata: {name: defaults, namespace: default}
            spec:
              vip: 10.23.21.180
              mode: NAT
              ports: [{name: http, port: 80}]
              persistence: {}
              realServerSelector: {matchLabels: {app: web}}
            """,
            LvsService.class);
    var sent = Contract.YAML.asJson(written);
    var stored = server.client().resource(written).create();
    var text =
        server.kubectlOk(
            "get",
            "lvs",
            "defaults",
            "-o",
            "jsonpath={.spec.scheduler}"
                + " {.spec.drainTimeoutSeconds} {.spec.directorGroupName} {.spec.ports[0].protocol}"
                + " {.spec.persistence.timeoutSeconds}");
    server.client().resource(stored).delete();
    assertThat(text).isEqualTo("wlc 60 default TCP 300");
    assertThat(Contract.YAML.unmarshal(sent, LvsService.class).getSpec())
        .isEqualTo(stored.getSpec());
  }

  @Test
  void theColumnsShowWhatDesignNames() {
    var nodes = server.kubectlOk("apply", "--server-side", "-f", "samples/tutorial-nat.yaml");
    assertThat(nodes).contains("web");
    assertThat(columns("lvs"))
        .containsExactly(
            "NAME",
            "VIP",
            "PORTS",
            "MODE",
            "SCHEDULER",
            "REAL",
            "DIRECTOR",
            "READY",
            "REASON",
            "AGE");
    assertThat(columns("lvsrs"))
        .containsExactly("NAME", "ADDRESS", "NODE", "WEIGHT", "STATE", "READY", "REASON");
    assertThat(columns("lvsdg")).containsExactly("NAME", "NODES", "HOLDER", "VIPS", "READY");
    report(fullNode());
    assertThat(columns("lvsno")).containsExactly("NAME", "ROLES", "AGENT", "SERVICES", "READY");
    server.kubectlOk("apply", "--server-side", "-f", "samples/forwardingrequest.yaml");
    assertThat(columns("lvsfr"))
        .containsExactly(
            "NAME", "DIRECTOR", "NODE", "ATTACHMENTS", "ACKNOWLEDGED", "REASON", "AGE");
    server.kubectlOk("delete", "-f", "samples/forwardingrequest.yaml");
    assertThat(server.kubectlOk("get", "lvs-operator", "-A")).contains("web", "rs02", "rs01");
    assertThat(server.kubectlOk("get", "lvs", "--field-selector", "spec.vip=10.23.21.184"))
        .contains("web");
    assertThat(server.kubectlOk("get", "lvsrs", "--field-selector", "spec.nodeName=lb01"))
        .contains("No resources found");
    server.kubectlOk("delete", "-f", "samples/tutorial-nat.yaml");
  }

  @Test
  void everythingThatAnAgentCanReportIsTakenAndGivenBack() {
    assertThat(report(fullNode())).isEqualTo(fullNode());
    assertThat(report(LvsNodeStatus.empty())).isEqualTo(LvsNodeStatus.empty());
  }

  @Test
  void everythingThatANodeCanAnswerIsTakenAndGivenBackAndFitsIntoALine() {
    var request = new ForwardingRequest();
    request.setSpec(Requests.spec("lb01.example.org", "rs0001.example.org", 3));
    var status =
        new ForwardingRequestStatus(
            Optional.of("2ef6d4b0-ef32-4a47-8bd3-8b2c0a1b1b1b"),
            Optional.of(
                new Acknowledgement("5c6d4b0e-ef32-4a47-8bd3-8b2c0a1b1b1b", 1_796_077_057_000L)),
            List.of(
                new AttachmentException("00000001", "AddressNotLocal", "10.23.0.1 is not here."),
                new AttachmentException(AttachmentException.ALL, "TunnelNotUsable", "")),
            Optional.of("3998/4000"));
    var stored = stored(request, null, status);
    assertThat(stored.reported()).isEqualTo(status);
    assertThat(stored.getSpec()).isEqualTo(request.getSpec());
    var lines = server.kubectlOk("get", "lvsfr");
    int longer = 16 - "reported".length(); // the agents' names are hashes
    assertThat(lines.lines()).hasSize(2).allMatch(line -> line.strip().length() + longer <= 110);
    assertThat(lines).contains("1796077057000", "3998/4000", "AddressNotLocal");
    server.client().resource(stored).delete();
  }

  @Test
  void aThousandAttachmentsAreStoredInLessThan150Kilobytes() {
    var request = new ForwardingRequest();
    request.setMetadata(new ObjectMetaBuilder().withName("0123456789abcdef").build());
    request.setSpec(Requests.spec("lb01", "rs01", 1000));
    server.client().resource(request).serverSideApply();
    var raw = server.kubectlOk("get", "--raw", "/apis/lvsoperator.io/v1alpha1/forwardingrequests");
    server.client().resource(request).delete();
    assertThat(raw.length()).as("with managed fields").isLessThan(150_000);
  }

  @Test
  void theApiServerTakesAsMuchAsTheBoundsSay() {
    var request = new ForwardingRequest();
    request.setMetadata(new ObjectMetaBuilder().withName("full").build());
    request.setSpec(Requests.spec("lb01", "rs01", 4096));
    server.client().resource(request).dryRun().create();
  }

  @Test
  void everythingThatTheControllerCanReportIsTakenAndGivenBack() {
    var conditions =
        List.of(Condition.of("Ready", ConditionStatus.FALSE, 1, Instant.EPOCH, "Conflict", ""));
    var service = new LvsService();
    service.setSpec(
        LvsServiceSpec.of(
            "10.0.0.1",
            ServiceMode.NAT,
            List.of(ServicePort.of("a", PortProtocol.UDP, 53)),
            LabelSelector.of(Map.of("a", "b"))));
    var serviceStatus =
        new LvsServiceStatus(
            Optional.of(1L),
            conditions,
            Optional.of("10.0.0.1"),
            Optional.of("53/UDP"),
            Optional.of("0/0"),
            Optional.of("lb01"),
            Optional.of("{}"));
    assertThat(stored(service, "default", serviceStatus).getStatus()).isEqualTo(serviceStatus);

    var realServer = new RealServer();
    realServer.setSpec(RealServerSpec.of("10.0.0.2"));
    var realServerStatus =
        new RealServerStatus(
            Optional.of(1L),
            conditions,
            Optional.of("rs01"),
            List.of(new RealServerServiceStatus("web", conditions)),
            Optional.of("{}"));
    assertThat(stored(realServer, "default", realServerStatus).getStatus())
        .isEqualTo(realServerStatus);

    var group = new DirectorGroup();
    group.setSpec(
        new DirectorGroupSpec(
            LabelSelector.of(Map.of("a", "b")),
            Optional.empty(),
            List.of(),
            List.of(),
            Lenient.of(VipHostPorts.CLOSED),
            Optional.empty()));
    var groupStatus =
        new DirectorGroupStatus(
            Optional.of(1L),
            conditions,
            List.of("lb01"),
            Optional.of("lb01"),
            Optional.of("lb01"),
            Optional.of("1"),
            Optional.of("{}"));
    assertThat(stored(group, null, groupStatus).getStatus()).isEqualTo(groupStatus);
  }

  private static List<String> columns(String resource) {
    return List.of(
        server.kubectlOk("get", resource).lines().findFirst().orElseThrow().split(" {2,}"));
  }

  private static LvsNodeStatus report(LvsNodeStatus status) {
    return stored(new LvsNode(), null, status).reported();
  }

  /** Creates the object (again), writes its status and reads it back. */
  private static <T extends CustomResource<?, S>, S> T stored(
      T object, String namespace, S status) {
    object.setMetadata(
        new ObjectMetaBuilder().withName("reported").withNamespace(namespace).build());
    var client = server.client();
    client.resource(object).delete();
    var created = client.resource(object).create();
    created.setStatus(status);
    client.resource(created).updateStatus();
    return client.resource(object).get();
  }

  private static LvsNodeStatus fullNode() {
    return new LvsNodeStatus(
        Optional.of(1L),
        Optional.of("2ef6d4b0-ef32-4a47-8bd3-8b2c0a1b1b1b"),
        Optional.of("0.1.0"),
        List.of(Lenient.of(NodeRole.DIRECTOR), Lenient.of(NodeRole.REAL_SERVER)),
        Optional.of("Director,RealServer"),
        Optional.of("1/1"),
        List.of(
            new NodeInterface(
                "eth0",
                Optional.of("02:00:00:00:00:01"),
                List.of(new NodeAddress("10.23.21.184", 16))),
            new NodeInterface("tun0", Optional.empty(), List.of())),
        List.of("10.23.0.1"),
        List.of(
            new NodeVip("10.23.21.180", Lenient.of(VipUse.PLACED)),
            new NodeVip("10.23.21.184", Lenient.of(VipUse.OWN)),
            new NodeVip("10.23.21.185", Lenient.of(VipUse.HIDDEN))),
        List.of(
            new NodeService(
                "default",
                "web",
                Optional.of(2L),
                Lenient.of(ConditionStatus.TRUE),
                "Programmed",
                "",
                List.of(
                    new NodeDestination(
                        "10.23.21.180",
                        Lenient.of(PortProtocol.TCP),
                        8000,
                        "10.23.190.76",
                        80,
                        0,
                        Optional.of(Lenient.of(ServiceMode.NAT)),
                        Optional.empty(),
                        Optional.of(NodeDrain.of(3, Optional.of(Instant.EPOCH))))),
                Optional.of(7))),
        Optional.of(new NodeKernel(Optional.of("6.1.0"), List.of("ip_vs"))),
        List.of(Condition.of("Ready", ConditionStatus.TRUE, 1, Instant.EPOCH, "Ready", "")),
        List.of(
            new NodeIpvsOption(
                "net.ipv4.vs.expire_nodest_conn",
                "1",
                Lenient.of(OptionReason.DEFAULT),
                Optional.empty()),
            new NodeIpvsOption(
                "timeout tcp", "7200", Lenient.of(OptionReason.GROUP), Optional.of("edge"))),
        Optional.of(new DriftRepair(Instant.ofEpochSecond(5), "ipvsadm -A -t 10.23.21.180:8000")),
        List.of(Lenient.of(Omission.DESTINATIONS), Lenient.of(Omission.VIPS)));
  }
}
