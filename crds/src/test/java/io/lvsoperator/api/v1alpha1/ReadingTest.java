package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Objects are read as the client reads them: whatever is in them, they are readable. */
class ReadingTest {

  private final KubernetesSerialization json = new KubernetesSerialization();

  private LvsService lvsService(String spec) {
    return json.unmarshal(
        "apiVersion: lvsoperator.io/v1alpha1\nkind: LvsService\nmetadata: {name: web}\n" + spec,
        LvsService.class);
  }

  @Test
  void readsEveryField() {
    var spec =
        lvsService(
                """
                spec:
                  vip: 10.23.21.180
                  mode: NAT
                  tunnel: {type: GUE, port: 6081, checksum: Remote}
                  ports:
                  - {name: http, protocol: UDP, port: 80, targetPort: 8080}
                  - {name: rtp, protocol: SCTP, port: 5000, endPort: 5999}
                  - {name: rest}
                  onePacket: true
                  scheduler: sh
                  schedulerFlags: [sh-port]
                  persistence: {timeoutSeconds: 5, prefixLength: 24}
                  realServerSelector:
                    matchLabels: {app: web}
                    matchExpressions: [{key: tier, operator: NotIn, values: [a, b]}]
                  drainTimeoutSeconds: 7
                  directorGroupName: edge
                """)
            .getSpec();
    assertThat(spec)
        .isEqualTo(
            new LvsServiceSpec(
                "10.23.21.180",
                Lenient.of(ServiceMode.NAT),
                Optional.of(
                    new Tunnel(
                        Lenient.of(TunnelType.GUE),
                        Optional.of(6081),
                        Lenient.of(TunnelChecksum.REMOTE))),
                List.of(
                    ServicePort.of("http", PortProtocol.UDP, 80, 8080),
                    new ServicePort(
                        "rtp",
                        Lenient.of(PortProtocol.SCTP),
                        Optional.of(5000),
                        Optional.of(5999),
                        Optional.empty()),
                    new ServicePort(
                        "rest",
                        Lenient.of(PortProtocol.TCP),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                true,
                Lenient.of(SchedulerName.SH),
                List.of(Lenient.of(SchedulerFlag.SH_PORT)),
                Optional.of(new Persistence(5, Optional.of(24))),
                Optional.of(
                    new LabelSelector(
                        Map.of("app", "web"),
                        List.of(
                            new SelectorRequirement(
                                "tier", Lenient.of(SelectorOperator.NOT_IN), List.of("a", "b"))))),
                7,
                "edge"));
    assertThat(spec.unsupportedValues()).isEmpty();
  }

  @Test
  void absentFieldsHaveTheDefaults() {
    var spec = lvsService("spec: {vip: 10.0.0.1, mode: DR, ports: [{name: a, port: 1}]}").getSpec();
    assertThat(spec.scheduler().known()).isEqualTo(SchedulerName.WLC);
    assertThat(spec.drainTimeoutSeconds()).isEqualTo(60);
    assertThat(spec.directorGroupName()).isEqualTo("default");
    assertThat(spec.ports()).containsExactly(ServicePort.of("a", PortProtocol.TCP, 1));
    assertThat(spec.ports().getFirst().realServerPort()).isEqualTo(1);
    assertThat(spec.realServerSelector()).isEmpty();
    assertThat(spec.persistence()).isEmpty();
  }

  @Test
  void nullIsAbsentEverywhere() {
    var empty = lvsService("").getSpec();
    assertThat(lvsService("spec: null").getSpec()).isEqualTo(empty);
    assertThat(
            lvsService(
                    """
                    spec:
                      {vip: null, mode: null, tunnel: null, ports: null, onePacket: null, scheduler: null, schedulerFlags: null,
                       persistence: null, realServerSelector: null, drainTimeoutSeconds: null,
                       directorGroupName: null}
                    """)
                .getSpec())
        .isEqualTo(empty);
    assertThat(lvsService("spec: {ports: [null], schedulerFlags: [null]}").getSpec())
        .isEqualTo(empty);
    assertThat(lvsService("status: null").reported()).isEqualTo(LvsServiceStatus.empty());
    assertThat(lvsService("status: {}").reported()).isEqualTo(LvsServiceStatus.empty());
  }

  @Test
  void unknownEnumValuesAreKeptAsTextAndNamed() {
    var spec =
        lvsService(
                """
                spec:
                  mode: QUIC
                  tunnel: {type: VXLAN, checksum: Half}
                  scheduler: quantum
                  schedulerFlags: [sh-port, x-flag]
                  ports: [{name: a, protocol: DCCP, port: 1}]
                  realServerSelector: {matchExpressions: [{key: a, operator: Near}]}
                """)
            .getSpec();
    assertThat(spec.unsupportedValues())
        .containsExactly(
            "spec.mode \"QUIC\"",
            "spec.tunnel.type \"VXLAN\"",
            "spec.tunnel.checksum \"Half\"",
            "spec.ports[].protocol \"DCCP\"",
            "spec.scheduler \"quantum\"",
            "spec.schedulerFlags[] \"x-flag\"",
            "spec.realServerSelector.matchExpressions[].operator \"Near\"");
    assertThat(spec.mode().text()).isEqualTo("QUIC");
  }

  @Test
  void anObjectWhereATextBelongsIsAnUnknownValue() {
    var spec = lvsService("spec: {mode: {name: NAT}, scheduler: [rr], vip: 10.0.0.1}").getSpec();
    assertThat(spec.mode().isKnown()).isFalse();
    assertThat(spec.scheduler().isKnown()).isFalse();
    assertThat(spec.vip()).isEqualTo("10.0.0.1");
  }

  @Test
  void unknownFieldsAreIgnoredAtEveryLevel() {
    var text =
        """
        spec:
          later: {deep: [1]}
          mode: NAT
          ports: [{name: a, port: 1, later: 9}]
          persistence: {timeoutSeconds: 5, engine: sip}
          realServerSelector: {matchLabels: {a: b}, later: 1}
        status:
          later: 1
          conditions: [{type: Ready, status: "True", later: 1}]
        """;
    var service = lvsService(text);
    assertThat(service.getSpec().ports()).hasSize(1);
    assertThat(service.reported().condition("Ready").orElseThrow().holds()).isTrue();
  }

  @Test
  void timesThatAreNoneAndOffsetsAreRead() {
    var status =
        lvsService(
                """
                status:
                  conditions:
                  - {type: A, status: Maybe, lastTransitionTime: yesterday}
                  - {type: B, status: "True", lastTransitionTime: "2026-11-22T15:00:00.5+01:00"}
                """)
            .reported();
    assertThat(status.condition("A").orElseThrow().lastTransitionTime()).isEqualTo(Instant.EPOCH);
    assertThat(status.condition("A").orElseThrow().status().isKnown()).isFalse();
    assertThat(status.condition("B").orElseThrow().lastTransitionTime())
        .isEqualTo(Instant.parse("2026-11-22T14:00:00Z"));
  }

  @Test
  void writesWhatItReadAndLeavesAbsentFieldsOut() {
    var text =
        json.asJson(
            new RealServerSpec(
                "10.0.0.1",
                Lenient.of(Management.AGENT),
                Optional.empty(),
                0,
                Lenient.of(RealServerState.DRAINING),
                Optional.of(5),
                Optional.empty()));
    assertThat(text)
        .isEqualTo(
            "{\"address\":\"10.0.0.1\",\"management\":\"Agent\",\"weight\":0,"
                + "\"state\":\"Draining\",\"upperThreshold\":5}");
    assertThat(
            json.asJson(
                Condition.of(
                    "Ready", ConditionStatus.TRUE, 3, Instant.ofEpochSecond(9, 5), "Ready", "")))
        .isEqualTo(
            "{\"type\":\"Ready\",\"status\":\"True\",\"observedGeneration\":3,"
                + "\"lastTransitionTime\":\"1970-01-01T00:00:09Z\",\"reason\":\"Ready\",\"message\":\"\"}");
  }

  @Test
  void writesFieldsAndNothingThatFollowsFromThem() {
    assertThat(json.asJson(ServicePort.of("a", PortProtocol.SCTP, 80)))
        .isEqualTo("{\"name\":\"a\",\"protocol\":\"SCTP\",\"port\":80}");
    assertThat(json.asJson(Tunnel.DEFAULT)).isEqualTo("{\"type\":\"IPIP\",\"checksum\":\"None\"}");
  }

  @Test
  void requestsOfTheSameMeaningAreEqualAndShort() {
    var plain =
        new Attachment(
            "5f3a9c12",
            "shop/web",
            "10.23.21.180",
            "10.23.190.76",
            Lenient.of(ServiceMode.TUN),
            Optional.of(Tunnel.DEFAULT),
            List.of(
                AttachmentPort.of(PortProtocol.TCP, 80, 80, 80),
                AttachmentPort.of(PortProtocol.UDP, 1, 65535, 1),
                AttachmentPort.of(PortProtocol.TCP, 81, 81, 8081)));
    assertThat(json.asJson(plain))
        .isEqualTo(
            "{\"id\":\"5f3a9c12\",\"service\":\"shop/web\",\"vip\":\"10.23.21.180\","
                + "\"address\":\"10.23.190.76\",\"mode\":\"TUN\",\"ports\":[{\"port\":80},"
                + "{\"protocol\":\"UDP\",\"port\":1,\"endPort\":65535},"
                + "{\"port\":81,\"targetPort\":8081}]}");
    var full =
        json.unmarshal(
            """
            {"id": "5f3a9c12", "service": "shop/web", "vip": "10.23.21.180", "address": "10.23.190.76", "mode": "TUN",
             "tunnel": {"type": "IPIP", "checksum": "None"}, "later": 1,
             "ports": [{"protocol": "TCP", "port": 80, "endPort": 80, "targetPort": 80},
                       {"protocol": "UDP", "port": 1, "endPort": 65535},
                       {"port": 81, "targetPort": 8081}]}
            """,
            Attachment.class);
    assertThat(full).isEqualTo(plain);
    assertThat(full.ports())
        .extracting(AttachmentPort::lastPort, AttachmentPort::realServerPort)
        .containsExactly(Tuple.tuple(80, 80), Tuple.tuple(65535, 1), Tuple.tuple(81, 8081));
  }

  @Test
  void aRequestOfALaterVersionIsReadAndNamesWhatIsNotKnown() {
    var request =
        json.unmarshal(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: ForwardingRequest
            spec:
              protocol: 2
              identity: null
              attachments: [null, {mode: QUIC, tunnel: {type: VXLAN}, ports: [{protocol: DCCP}]}]
            status: null
            """,
            ForwardingRequest.class);
    assertThat(request.getSpec().attachments()).hasSize(1);
    assertThat(request.getSpec().attachments().getFirst().unsupportedValues())
        .containsExactly("mode \"QUIC\"", "tunnel.type \"VXLAN\"", "ports[].protocol \"DCCP\"");
    assertThat(request.reported()).isEqualTo(ForwardingRequestStatus.empty());
    assertThat(new ForwardingRequest().getSpec().sequence()).isZero();
  }

  @Test
  void aPlainMapperReadsAndWritesTheSame() throws Exception {
    var plain = new ObjectMapper();
    var spec =
        new DirectorGroupSpec(
            LabelSelector.of(Map.of("a", "b")),
            Optional.of("eth0"),
            List.of(
                new AllowRule(
                    "web",
                    new LabelSelector(Map.of(), List.of()),
                    List.of("10.0.0.0/8"),
                    List.of(),
                    Lenient.of(OwnAddresses.ALLOW))),
            List.of(),
            Lenient.of(VipHostPorts.OPEN),
            Optional.of(
                new IpvsOptions(
                    Optional.of(900),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(0),
                    Optional.of(false),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(true))));
    var text = plain.writeValueAsString(spec);
    assertThat(text).contains("\"interface\":\"eth0\"", "\"namespaceSelector\":{}");
    assertThat(text).contains("\"expireNodestConn\":false").doesNotContain("runEstimation");
    assertThat(plain.readValue(text, DirectorGroupSpec.class)).isEqualTo(spec);
  }
}
