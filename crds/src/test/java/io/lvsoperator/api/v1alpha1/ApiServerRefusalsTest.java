package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself refuses, in which words, and what only looks like it. */
@NeedsApiServer
class ApiServerRefusalsTest {

  /** A valid object of each kind; the tables change fields of its spec. */
  private static final Map<String, String> VALID =
      Map.of(
          "LvsService",
          """
          vip: 10.23.21.180
          mode: NAT
          ports: [{name: http, port: 80}]
          realServerSelector: {matchLabels: {app: web}}
          """,
          "RealServer",
          "address: 10.23.190.76",
          "DirectorGroup",
          """
          nodeSelector: {matchLabels: {director: "true"}}
          allow: [{name: web, namespaceSelector: {}, vips: [10.23.21.0/24]}]
          """,
          "ForwardingRequest",
          """
          {director: lb01, node: rs01, protocol: 1, bootID: b, sequence: 1}
          """);

  private static KubernetesClient client;

  @BeforeAll
  static void install(ApiServer server) {
    server.install();
    client = server.client();
  }

  /** Fields of a spec (null takes one away) and the words that a refusal contains. */
  record Row(String kind, String fields, String words) {
    @Override
    public String toString() {
      return kind + " " + fields.substring(0, Math.min(fields.length(), 120));
    }
  }

  static List<Row> refusedServices() {
    return Refusals.SERVICES.entrySet().stream()
        .map(row -> new Row("LvsService", row.getKey(), row.getValue()))
        .toList();
  }

  static List<Row> refusedOthers() {
    return List.of(
        new Row("RealServer", "{address: 10.23.190.999}", "must be one IPv4 or IPv6 address"),
        new Row("RealServer", "{address: 10.23.190.076}", "must be one IPv4 or IPv6 address"),
        new Row("RealServer", "{address: '2001:db8::0'}", "must be in canonical form"),
        new Row("RealServer", "{address: 'fe80::1%eth0'}", "must be one IPv4 or IPv6 address"),
        new Row("RealServer", "{address: null}", "spec.address: Required value"),
        new Row("RealServer", "{weight: 65536}", "less than or equal to 65535"),
        new Row("RealServer", "{weight: -1}", "greater than or equal to 0"),
        new Row("RealServer", "{weight: '1'}", "must be of type integer"),
        new Row("RealServer", "{management: Manual}", "supported values: \"Agent\""),
        new Row("RealServer", "{state: Off}", "supported values: \"InService\""),
        new Row("RealServer", "{nodeName: RS_01}", "spec.nodeName"),
        new Row("RealServer", "{lowerThreshold: 5}", "lowerThreshold needs an upperThreshold"),
        new Row(
            "RealServer",
            "{lowerThreshold: 5, upperThreshold: 4}",
            "lowerThreshold needs an upperThreshold"),
        new Row("DirectorGroup", "{nodeSelector: {}}", "the selector must not be empty"),
        new Row("DirectorGroup", "{nodeSelector: null}", "spec.nodeSelector: Required value"),
        new Row(
            "DirectorGroup",
            "{nodeSelector: {matchExpressions: [{key: a, operator: NotIn, values: []}]}}",
            "In and NotIn need values"),
        new Row(
            "DirectorGroup",
            "{allow: [{name: a, vips: [10.0.0.0/8],"
                + " namespaceSelector: {matchExpressions: [{key: a, operator: In}]}}]}",
            "In and NotIn need values"),
        new Row("DirectorGroup", "{sourceAddresses: ['2001:DB8::1']}", "in canonical form"),
        new Row("DirectorGroup", "{sourceAddresses: [10.0.0.1, 10.0.0.1]}", "Duplicate value"),
        new Row("DirectorGroup", allow("realServers: [10.0.0.1/8]"), "without host bits"),
        new Row("DirectorGroup", allow("realServers: ['10.0.0.1-::2']"), "of one family"),
        new Row("DirectorGroup", allow("vips: [10.0.0.0/33]"), "must be a CIDR"),
        new Row("DirectorGroup", "{ipvs: {tcpTimeoutSeconds: 0}}", "greater than or equal to 1"),
        new Row("DirectorGroup", "{ipvs: {udpTimeoutSeconds: 2147484}}", "or equal to 2147483"),
        new Row("DirectorGroup", "{ipvs: {connReuseMode: 2}}", "less than or equal to 1"),
        new Row("DirectorGroup", "{ipvs: {sloppyTcp: 1}}", "must be of type boolean"),
        new Row("DirectorGroup", "{vipHostPorts: Ajar}", "\"Closed\", \"Open\""),
        new Row("DirectorGroup", "{interface: 'eth 0'}", "spec.interface"),
        new Row("DirectorGroup", "{interface: abcdefghijklmnop}", "may not be more than 15"),
        new Row("DirectorGroup", "{sourceAddresses: [10.0.0.0/8]}", "must be one IPv4 or"),
        new Row("DirectorGroup", allow("vips: [10.23.21.184]"), "one address: 10.23.21.7/32"),
        new Row("DirectorGroup", allow("vips: [10.23.21.1/24]"), "without host bits"),
        new Row("DirectorGroup", allow("vips: ['2001:DB8::/32']"), "in canonical form"),
        new Row("DirectorGroup", allow("vips: [10.0.0.1-10.0.0]"), "must be a CIDR"),
        new Row("DirectorGroup", allow("vips: [10.0.0.1-10.0.0.2-10.0.0.3]"), "must be a CIDR"),
        new Row("DirectorGroup", allow("vips: ['10.0.0.1-::2']"), "addresses of one family"),
        new Row("DirectorGroup", allow("vips: ['::1-::0:2']"), "in canonical form"),
        new Row("DirectorGroup", allow("realServers: [all]"), "must be a CIDR"),
        new Row("DirectorGroup", allow("vips: []"), "a rule must allow something"),
        new Row(
            "DirectorGroup", allow("vips: [10.0.0.0/8], ownAddresses: Yes"), "\"Deny\", \"Allow\""),
        new Row(
            "DirectorGroup",
            "{allow: [{name: a, vips: [10.0.0.0/8]}]}",
            "namespaceSelector: Required value"),
        new Row(
            "DirectorGroup",
            "{allow: [{name: a, namespaceSelector: {}, vips: [10.0.0.0/8]},"
                + " {name: a, namespaceSelector: {}, vips: [10.0.0.0/8]}]}",
            "Duplicate value"));
  }

  static List<Row> refusedRequests() {
    return Refusals.REQUESTS.entrySet().stream()
        .map(row -> new Row("ForwardingRequest", row.getKey(), row.getValue()))
        .toList();
  }

  static List<Row> accepted() {
    return List.of(
        new Row("LvsService", "{ports: " + ports(64) + "}", ""),
        new Row(
            "LvsService", "{ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}]}", ""),
        new Row("LvsService", "{mode: DR}", ""),
        new Row("LvsService", "{mode: DR, ports: [{name: a, port: 1, protocol: SCTP}]}", ""),
        new Row("LvsService", "{ports: [{name: a, protocol: SCTP}, {name: b}]}", ""),
        new Row("LvsService", "{mode: TUN, tunnel: {}}", ""),
        new Row("LvsService", "{mode: TUN, tunnel: {type: GUE, port: 1, checksum: Remote}}", ""),
        new Row("LvsService", "{mode: TUN, tunnel: {type: GRE, checksum: Full}}", ""),
        new Row("LvsService", "{mode: TUN, ports: [{name: a}]}", ""),
        new Row(
            "LvsService",
            "{mode: DR, onePacket: true, ports: [{name: a, protocol: UDP, port: 1, endPort: 9}]}",
            ""),
        new Row(
            "LvsService",
            "{mode: FULLNAT, ports: [{name: a, port: 1, endPort: 9, targetPort: 1},"
                + " {name: b, port: 10, targetPort: 11}, {name: c, protocol: UDP}]}",
            ""),
        new Row("LvsService", "{ports: " + ranges(64) + "}", ""),
        new Row("LvsService", "{mode: TUN, ports: [{name: a, port: 80, targetPort: 80}]}", ""),
        new Row("LvsService", "{mode: FULLNAT, ports: [{name: a, port: 80, targetPort: 81}]}", ""),
        new Row("LvsService", "{vip: '2001:db8::1', persistence: {prefixLength: 64}}", ""),
        new Row("LvsService", "{scheduler: wrr, schedulerFlags: [sh-port]}", ""),
        new Row("LvsService", "{drainTimeoutSeconds: 0, persistence: {}}", ""),
        new Row(
            "LvsService",
            "{realServerSelector: {matchExpressions: [{key: a, operator: Exists}]}}",
            ""),
        new Row("RealServer", "{weight: 0}", ""),
        new Row("RealServer", "{weight: 65535, state: OutOfService}", ""),
        new Row("RealServer", "{address: '2001:db8::'}", ""),
        new Row("RealServer", "{lowerThreshold: 5, upperThreshold: 5}", ""),
        new Row("RealServer", "{nodeName: rs01.example.org}", ""),
        new Row("ForwardingRequest", "{}", ""),
        new Row("ForwardingRequest", "{identity: [{interface: tun0}], attachments: []}", ""),
        new Row("ForwardingRequest", Refusals.attachment("mode: TUN, tunnel: {type: GUE}"), ""),
        new Row("ForwardingRequest", Refusals.attachment("address: '2001:db8::1'"), ""),
        new Row("DirectorGroup", "{allow: []}", ""),
        new Row("DirectorGroup", "{ipvs: {}}", ""),
        new Row(
            "DirectorGroup",
            "{ipvs: {tcpTimeoutSeconds: 7200, tcpFinTimeoutSeconds: 1, udpTimeoutSeconds: 2147483,"
                + " connReuseMode: 0, expireNodestConn: false, expireQuiescentTemplate: true,"
                + " runEstimation: true, sloppyTcp: true}}",
            ""),
        new Row("DirectorGroup", "{interface: eth0.100}", ""),
        new Row("DirectorGroup", allow("vips: [0.0.0.0/0, '::/0', '::1-::2']"), ""),
        new Row("DirectorGroup", allow("realServers: [10.0.0.1-10.0.0.9]"), ""));
  }

  @ParameterizedTest
  @MethodSource({"refusedServices", "refusedOthers", "refusedRequests"})
  void refuses(Row row) {
    var object = object(row.kind(), "a", row.fields());
    assertThatThrownBy(() -> client.resource(object).dryRun().create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(row.words());
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Row row) {
    client.resource(object(row.kind(), "a", row.fields())).dryRun().create();
  }

  @Test
  void theDirectorGroupOfAServiceCannotBeChanged() {
    var before = client.resource(object("LvsService", "immutable", "{}")).create();
    assertThat((String) before.get("spec", "directorGroupName")).isEqualTo("default");
    assertThatThrownBy(
            () ->
                client
                    .resource(object("LvsService", "immutable", "{directorGroupName: other}"))
                    .update())
        .hasMessageContaining("cannot be changed: delete the service and create it");
    var edited = object("LvsService", "immutable", "{mode: DR, vip: 10.23.21.9}");
    client.resource(edited).update();
    client.resource(edited).delete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{director: lb02}", "{node: rs02}"})
  void neitherEndOfARequestCanBeChanged(String edit) {
    client.resource(object("ForwardingRequest", "immutable", "{}")).create();
    assertThatThrownBy(
            () -> client.resource(object("ForwardingRequest", "immutable", edit)).update())
        .hasMessageContaining("cannot be changed: one object per director and node");
    var older = object("ForwardingRequest", "immutable", "{sequence: 3, bootID: c}");
    client.resource(older).update();
    client.resource(object("ForwardingRequest", "immutable", "{sequence: 2}")).update();
    client.resource(older).delete();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameOf253CharactersIsAName(String kind) {
    var name = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
    assertThat(name).hasSize(253);
    client.resource(object(kind, name, "{}")).dryRun().create();
  }

  static List<String> names() {
    return List.of("LvsService", "RealServer", "DirectorGroup", "ForwardingRequest");
  }

  static String ports(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "{name: p" + i + ", port: " + i + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String ranges(int count) {
    return IntStream.rangeClosed(1, count)
        .map(i -> 100 * i)
        .mapToObj(i -> "{name: p%d, port: %d, endPort: %d}".formatted(i, i, i + 99))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String allow(String rule) {
    return "{allow: [{name: a, namespaceSelector: {}, " + rule + "}]}";
  }

  private static GenericKubernetesResource object(String kind, String name, String fields) {
    ObjectNode spec = Contract.node(VALID.get(kind));
    JsonNode changes = Contract.node(fields);
    changes
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                spec.remove(change.getKey());
              } else {
                spec.set(change.getKey(), change.getValue());
              }
            });
    var namespace =
        List.of("DirectorGroup", "ForwardingRequest").contains(kind) ? "" : ", namespace: default";
    var object =
        Contract.YAML.unmarshal(
            "---\n{apiVersion: lvsoperator.io/v1alpha1, kind: %s, metadata: {name: %s%s}}"
                .formatted(kind, name, namespace),
            GenericKubernetesResource.class);
    object.setAdditionalProperty("spec", spec);
    return object;
  }
}
