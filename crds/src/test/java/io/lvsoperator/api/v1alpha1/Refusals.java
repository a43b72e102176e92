package io.lvsoperator.api.v1alpha1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Changes that make a valid LvsService one that the API server refuses, and its words. */
final class Refusals {

  private static final String PORT_TRANSLATION = "DR and TUN cannot translate ports";
  private static final String NOT_CANONICAL = "must be in canonical form";
  private static final String NO_ADDRESS = "must be one IPv4 or IPv6 address";
  private static final String NOT_CANONICAL_ADDRESS =
      "must be one IPv4 or IPv6 address in canonical form";
  private static final String TWICE = "combination of protocol and port may be there only once";
  private static final String NO_SCTP = "SCTP works in NAT and DR only";
  private static final String ONE_PACKET = "onePacket works in DR and TUN only";
  private static final String NO_SOURCE = "exactly one source of backends is needed";

  static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("{vip: null}", "spec.vip: Required value"),
          Map.entry("{vip: web.example.org}", NO_ADDRESS),
          Map.entry("{vip: 10.23.21.0/24}", NO_ADDRESS),
          Map.entry("{vip: 10.23.021.1}", NO_ADDRESS),
          Map.entry("{vip: '::ffff:10.0.0.1'}", NO_ADDRESS),
          Map.entry("{vip: '2001:DB8::1'}", NOT_CANONICAL),
          Map.entry("{vip: '2001:db8:0:0:0:0:0:1'}", NOT_CANONICAL),
          Map.entry("{mode: null}", "spec.mode: Required value"),
          Map.entry("{mode: LocalNode}", "supported values: \"NAT\", \"FULLNAT\", \"DR\", \"TUN\""),
          Map.entry("{mode: nat}", "supported values: \"NAT\""),
          Map.entry("{scheduler: quantum}", "supported values: \"rr\", \"wrr\""),
          Map.entry("{schedulerFlags: [sh-port, sh-port]}", "Duplicate value: \"sh-port\""),
          Map.entry("{schedulerFlags: [flag-1]}", "supported values: \"sh-fallback\""),
          Map.entry("{ports: null}", "spec.ports: Required value"),
          Map.entry("{ports: []}", "should have at least 1 items"),
          Map.entry("{ports: " + ApiServerRefusalsTest.ports(65) + "}", "must have at most 64"),
          Map.entry("{ports: [{name: a, port: 0}]}", "greater than or equal to 1"),
          Map.entry("{ports: [{name: a, port: 65536}]}", "less than or equal to 65535"),
          Map.entry("{ports: [{name: a, port: http}]}", "must be of type integer"),
          Map.entry("{ports: [{name: a, endPort: 90}]}", "endPort needs a port"),
          Map.entry("{ports: [{name: a, port: 90, endPort: 90}]}", "endPort needs a port"),
          Map.entry("{ports: [{name: a, port: 90, endPort: 89}]}", "endPort needs a port"),
          Map.entry("{ports: [{name: a, port: 90, endPort: 65536}]}", "or equal to 65535"),
          Map.entry("{ports: [{name: a, targetPort: 80}]}", "targetPort needs a port"),
          Map.entry(
              "{ports: [{name: a, port: 80, endPort: 90, targetPort: 81}]}",
              "a range keeps its ports"),
          Map.entry("{ports: [{name: a, port: 1, endPort: 9}, {name: b, port: 9}]}", TWICE),
          Map.entry("{ports: [{name: a, port: 9}, {name: b, port: 1, endPort: 9}]}", TWICE),
          Map.entry(
              "{ports: [{name: a, port: 1, endPort: 9}, {name: b, port: 5, endPort: 12}]}", TWICE),
          Map.entry("{ports: [{name: a}, {name: b, port: 5}]}", TWICE),
          Map.entry("{ports: [{name: a}, {name: b}]}", TWICE),
          Map.entry("{mode: FULLNAT, ports: [{name: a, port: 1, protocol: SCTP}]}", NO_SCTP),
          Map.entry("{mode: TUN, ports: [{name: a, port: 1, protocol: SCTP}]}", NO_SCTP),
          Map.entry("{tunnel: {type: GUE}}", "tunnel is for mode TUN only"),
          Map.entry("{mode: DR, tunnel: {}}", "tunnel is for mode TUN only"),
          Map.entry("{mode: TUN, tunnel: {type: VXLAN}}", "supported values: \"IPIP\", \"GUE\""),
          Map.entry("{mode: TUN, tunnel: {port: 6080}}", "tunnel.port is for GUE only"),
          Map.entry("{mode: TUN, tunnel: {type: GRE, port: 1}}", "tunnel.port is for GUE only"),
          Map.entry("{mode: TUN, tunnel: {type: GUE, port: 0}}", "greater than or equal to 1"),
          Map.entry("{mode: TUN, tunnel: {checksum: Full}}", "IPIP has None"),
          Map.entry("{mode: TUN, tunnel: {type: GRE, checksum: Remote}}", "GRE None or Full"),
          Map.entry("{mode: TUN, tunnel: {type: GUE, checksum: Half}}", "\"None\", \"Full\""),
          Map.entry("{onePacket: true, ports: [{name: a, port: 1, protocol: UDP}]}", ONE_PACKET),
          Map.entry(
              "{mode: FULLNAT, onePacket: true, ports: [{name: a, port: 1, protocol: UDP}]}",
              ONE_PACKET),
          Map.entry("{mode: DR, onePacket: true}", ONE_PACKET),
          Map.entry(
              "{mode: TUN, onePacket: true,"
                  + " ports: [{name: a, port: 1, protocol: UDP}, {name: b, port: 1}]}",
              ONE_PACKET),
          Map.entry("{onePacket: 'yes'}", "must be of type boolean"),
          Map.entry("{ports: [{port: 80}]}", "name: Required value"),
          Map.entry("{ports: [{name: A_b, port: 80}]}", "spec.ports[0].name"),
          Map.entry("{ports: [{name: a, port: 80, targetPort: 0}]}", "greater than or equal to 1"),
          Map.entry("{ports: [{name: a, port: 80, protocol: DCCP}]}", "\"UDP\", \"SCTP\""),
          Map.entry("{ports: [{name: a, port: 80}, {name: a, port: 81}]}", "Duplicate value"),
          Map.entry("{ports: [{name: a, port: 80}, {name: b, port: 80, protocol: TCP}]}", TWICE),
          Map.entry("{mode: DR, ports: [{name: a, port: 80, targetPort: 8080}]}", PORT_TRANSLATION),
          Map.entry(
              "{mode: TUN, ports: [{name: b, port: 1}, {name: a, port: 80, targetPort: 81}]}",
              PORT_TRANSLATION),
          Map.entry("{realServerSelector: null}", NO_SOURCE),
          Map.entry("{realServerSelector: {}}", "the selector must not be empty"),
          Map.entry("{realServerSelector: {matchLabels: {}}}", "the selector must not be empty"),
          Map.entry(
              "{realServerSelector: {matchExpressions: []}}", "the selector must not be empty"),
          Map.entry(
              "{realServerSelector: {matchExpressions: [{key: a, operator: In}]}}",
              "In and NotIn need values"),
          Map.entry(
              "{realServerSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}",
              "Exists and DoesNotExist have none"),
          Map.entry(
              "{realServerSelector: {matchExpressions: [{key: a, operator: Near}]}}",
              "supported values: \"In\""),
          Map.entry("{persistence: {timeoutSeconds: 0}}", "greater than or equal to 1"),
          Map.entry("{persistence: {prefixLength: 33}}", "at most 32 for an IPv4 VIP"),
          Map.entry("{drainTimeoutSeconds: -1}", "greater than or equal to 0"),
          Map.entry("{drainTimeoutSeconds: 86401}", "less than or equal to 86400"),
          Map.entry("{directorGroupName: A_b}", "spec.directorGroupName"),
          Map.entry("{directorGroupName: ''}", "spec.directorGroupName"));

  static final Map<String, String> REQUESTS =
      Map.ofEntries(
          Map.entry("{director: null}", "spec.director: Required value"),
          Map.entry("{node: ''}", "spec.node"),
          Map.entry("{node: lb01}", "a director asks nothing of its own node"),
          Map.entry("{protocol: 0}", "greater than or equal to 1"),
          Map.entry("{bootID: null}", "spec.bootID: Required value"),
          Map.entry("{sequence: 0}", "greater than or equal to 1"),
          Map.entry("{sequence: '1'}", "must be of type integer"),
          Map.entry("{identity: [{mac: '02:00:00:00:00:01'}]}", "interface: Required value"),
          Map.entry("{identity: [{interface: e, mac: 'x'}]}", "spec.identity[0].mac"),
          Map.entry(
              "{identity: [{interface: e, addresses: [10.0.0.1]}]}",
              "spec.identity[0].addresses[0]"),
          Map.entry("{attachments: [{}]}", "attachments[0].id: Required value"),
          Map.entry(attachment("id: all"), "spec.attachments[0].id"),
          Map.entry(attachment("id: 5f3a"), "spec.attachments[0].id"),
          Map.entry(attachment("service: web"), "spec.attachments[0].service"),
          Map.entry(attachment("vip: '2001:DB8::1'"), NOT_CANONICAL_ADDRESS),
          Map.entry(attachment("vip: web"), NOT_CANONICAL_ADDRESS),
          Map.entry(attachment("address: 10.0.0.0/8"), NOT_CANONICAL_ADDRESS),
          Map.entry(attachment("mode: FULLNAT"), "FULLNAT asks nothing of a real server"),
          Map.entry(attachment("mode: Route"), "supported values: \"NAT\""),
          Map.entry(attachment("tunnel: {}"), "tunnel is for mode TUN only"),
          Map.entry(attachment("ports: []"), "should have at least 1 items"),
          Map.entry(attachment("ports: [{port: 0}]"), "greater than or equal to 1"),
          Map.entry(attachment("ports: [{port: 9, endPort: 9}]"), "endPort must be above port"),
          Map.entry(attachment("ports: [{port: 9, endPort: 65536}]"), "or equal to 65535"),
          Map.entry(attachment("ports: [{port: 9, targetPort: 0}]"), "or equal to 1"),
          Map.entry(attachment("ports: [{port: 9, protocol: DCCP}]"), "\"UDP\", \"SCTP\""));

  private Refusals() {}

  /** A request with one attachment that has these fields. */
  static String attachment(String fields) {
    var all = new LinkedHashMap<>(Map.of("id", "5f3a9c12", "service", "shop/web", "mode", "DR"));
    all.putAll(Map.of("vip", "10.23.21.180", "address", "10.23.190.76", "ports", "[{port: 80}]"));
    Contract.node("{" + fields + "}")
        .properties()
        .forEach(field -> all.put(field.getKey(), field.getValue().toString()));
    return all.entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .collect(Collectors.joining(", ", "{attachments: [{", "}]}"));
  }
}
