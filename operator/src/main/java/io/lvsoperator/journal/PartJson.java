package io.lvsoperator.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part of this node as a real server, as JSON. */
final class PartJson {
  private PartJson() {}

  static ObjectNode write(OwnedPart owned) {
    HostedPart part = owned.part();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("service", ref(part.service()));
    node.set("realServer", ref(part.realServer()));
    node.put("vip", part.key().vip().toString());
    node.put("mode", part.key().mode().name());
    part.key().tunnel().ifPresent(tunnel -> node.set("tunnel", tunnel(tunnel)));
    node.put("address", part.key().address().toString());
    node.set("ports", ports(part.ports()));
    owned
        .earlier()
        .ifPresent(
            earlier ->
                node.putObject("earlier")
                    .put("since", earlier.since().toString())
                    .set("ports", ports(earlier.ports())));
    var directors = node.putArray("directors");
    part.directors().forEach(director -> directors.add(director(director)));
    node.put("drainTimeoutSeconds", Math.toIntExact(part.drainTimeout().toSeconds()));
    owned.leavingSince().ifPresent(since -> node.put("leavingSince", since.toString()));
    return node;
  }

  static OwnedPart read(JsonNode node) {
    List<DirectorPeer> directors = new ArrayList<>();
    OwnershipJson.child(node, "directors").forEach(d -> directors.add(director(d)));
    Optional<Instant> leaving =
        node.has("leavingSince")
            ? Optional.of(OwnershipJson.time(node, "leavingSince"))
            : Optional.empty();
    HostedPart part =
        new HostedPart(
            ref(OwnershipJson.child(node, "service")),
            ref(OwnershipJson.child(node, "realServer")),
            key(node),
            ports(node),
            directors,
            Duration.ofSeconds(OwnershipJson.number(node, "drainTimeoutSeconds")));
    return new OwnedPart(
        part, leaving, Optional.ofNullable(node.get("earlier")).map(PartJson::earlier));
  }

  private static OwnedPart.EarlierPorts earlier(JsonNode node) {
    return new OwnedPart.EarlierPorts(ports(node), OwnershipJson.time(node, "since"));
  }

  private static ArrayNode ports(List<PortMapping> all) {
    ArrayNode ports = JsonNodeFactory.instance.arrayNode();
    for (PortMapping port : all) {
      ObjectNode entry =
          ports
              .addObject()
              .put("protocol", port.protocol().name())
              .put("port", port.port())
              .put("endPort", port.ports().last())
              .put("targetPort", port.targetPort());
      port.mark().ifPresent(mark -> entry.put("mark", mark));
    }
    return ports;
  }

  private static List<PortMapping> ports(JsonNode node) {
    List<PortMapping> ports = new ArrayList<>();
    OwnershipJson.child(node, "ports").forEach(p -> ports.add(port(p)));
    return ports;
  }

  private static PortMapping port(JsonNode node) {
    int first = OwnershipJson.number(node, "port");
    int last = node.has("endPort") ? OwnershipJson.number(node, "endPort") : first;
    return new PortMapping(
        OwnershipJson.value(node, "protocol", Protocol::valueOf),
        new PortRange(first, last),
        OwnershipJson.number(node, "targetPort"),
        node.has("mark") ? Optional.of(OwnershipJson.number(node, "mark")) : Optional.empty());
  }

  private static PartKey key(JsonNode node) {
    return new PartKey(
        OwnershipJson.value(node, "vip", IpAddress::parse),
        OwnershipJson.value(node, "mode", Mode::valueOf),
        Optional.ofNullable(node.get("tunnel")).map(PartJson::tunnel),
        OwnershipJson.value(node, "address", IpAddress::parse));
  }

  private static ObjectNode tunnel(Forwarding.Tunnel tunnel) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", tunnel.type().name())
        .put("port", tunnel.port())
        .put("checksum", tunnel.checksum().name());
  }

  private static Forwarding.Tunnel tunnel(JsonNode node) {
    return new Forwarding.Tunnel(
        OwnershipJson.value(node, "type", Forwarding.TunnelType::valueOf),
        OwnershipJson.number(node, "port"),
        OwnershipJson.value(node, "checksum", Forwarding.TunnelChecksum::valueOf));
  }

  private static ObjectNode ref(ServiceRef ref) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("namespace", ref.namespace())
        .put("name", ref.name());
  }

  private static ServiceRef ref(JsonNode node) {
    return new ServiceRef(OwnershipJson.text(node, "namespace"), OwnershipJson.text(node, "name"));
  }

  private static ObjectNode director(DirectorPeer director) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("node", director.node());
    var interfaces = node.putArray("interfaces");
    for (DirectorPeer.Interface link : director.interfaces()) {
      ObjectNode each = interfaces.addObject().put("mac", link.mac().toString());
      var addresses = each.putArray("addresses");
      link.addresses().forEach(subnet -> addresses.add(subnet.toString()));
    }
    return node;
  }

  private static DirectorPeer director(JsonNode node) {
    List<DirectorPeer.Interface> interfaces = new ArrayList<>();
    for (JsonNode link : OwnershipJson.child(node, "interfaces")) {
      List<Subnet> addresses = new ArrayList<>();
      for (JsonNode address : OwnershipJson.child(link, "addresses")) {
        addresses.add(subnet(address));
      }
      MacAddress mac = OwnershipJson.value(link, "mac", MacAddress::parse);
      interfaces.add(new DirectorPeer.Interface(mac, addresses));
    }
    return new DirectorPeer(OwnershipJson.text(node, "node"), interfaces);
  }

  private static Subnet subnet(JsonNode address) {
    try {
      return Subnet.parse(address.asText());
    } catch (IllegalArgumentException e) {
      throw new DamagedJournalException(e.getMessage());
    }
  }
}
