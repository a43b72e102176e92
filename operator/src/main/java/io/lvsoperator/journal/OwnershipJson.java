package io.lvsoperator.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Ownership.Drain;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Ownership as JSON, sorted, so that two journals can be compared as text. */
final class OwnershipJson {
  private OwnershipJson() {}

  static ObjectNode write(Ownership ownership) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    var servers = root.putArray("virtualServers");
    ownership.virtualServers().stream()
        .sorted(Comparator.comparing(VirtualServerKey::option))
        .forEach(key -> servers.add(server(key)));
    var sysctls = root.putArray("sysctls");
    new TreeMap<>(ownership.sysctls())
        .forEach(
            (sysctl, saved) ->
                sysctls
                    .addObject()
                    .put("path", sysctl.path())
                    .put("original", saved.original())
                    .put("written", saved.written()));
    var addresses = root.putArray("addresses");
    ownership.addresses().stream()
        .sorted(Comparator.comparing(LinkAddress::toString))
        .forEach(a -> addresses.addObject().put("link", a.link()).put("subnet", "" + a.subnet()));
    var draining = root.putArray("draining");
    ownership.draining().entrySet().stream()
        .sorted(Comparator.comparing(e -> e.getKey().toString()))
        .forEach(e -> draining.add(drain(e.getKey(), e.getValue())));
    DevicesJson.write(ownership, root);
    var modeChanges = root.putArray("modeChanges");
    new TreeMap<>(ownership.modeChanges())
        .forEach(
            (service, since) ->
                modeChanges
                    .addObject()
                    .put("namespace", service.namespace())
                    .put("name", service.name())
                    .put("since", since.toString()));
    return root;
  }

  /**
   * {@return what this JSON says}
   *
   * @throws DamagedJournalException if something is missing or cannot be
   */
  static Ownership read(JsonNode root) {
    Set<VirtualServerKey> servers = new HashSet<>();
    child(root, "virtualServers").forEach(node -> servers.add(server(node)));
    Map<Sysctl, SavedSysctl> sysctls = new HashMap<>();
    child(root, "sysctls")
        .forEach(
            node ->
                sysctls.put(
                    value(node, "path", Sysctl::new),
                    new SavedSysctl(text(node, "original"), text(node, "written"))));
    Set<LinkAddress> addresses = new HashSet<>();
    child(root, "addresses")
        .forEach(
            node ->
                addresses.add(
                    new LinkAddress(text(node, "link"), value(node, "subnet", Subnet::parse), 0)));
    Map<Drain, Instant> draining = new HashMap<>();
    child(root, "draining")
        .forEach(
            node ->
                draining.put(
                    new Drain(server(child(node, "server")), destination(node)),
                    time(node, "since")));
    Map<ServiceRef, Instant> modeChanges = new HashMap<>();
    // A journal of an older agent knows none.
    root.path("modeChanges")
        .forEach(
            node ->
                modeChanges.put(
                    new ServiceRef(text(node, "namespace"), text(node, "name")),
                    time(node, "since")));
    return new Ownership(
        servers,
        sysctls,
        addresses,
        draining,
        DevicesJson.linksUp(root),
        DevicesJson.fouPorts(root),
        DevicesJson.timeouts(root),
        modeChanges);
  }

  private static ObjectNode server(VirtualServerKey key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return switch (key) {
      case VirtualServerKey.Endpoint e ->
          node.put("vip", e.vip().toString())
              .put("protocol", e.protocol().name())
              .put("port", e.port());
      case VirtualServerKey.FirewallMark f ->
          node.put("mark", f.mark()).put("family", f.family().name());
    };
  }

  private static VirtualServerKey server(JsonNode node) {
    return node.has("mark")
        ? new VirtualServerKey.FirewallMark(
            number(node, "mark"), value(node, "family", Family::valueOf))
        : new VirtualServerKey.Endpoint(
            value(node, "vip", IpAddress::parse),
            value(node, "protocol", Protocol::valueOf),
            number(node, "port"));
  }

  private static ObjectNode drain(Drain drain, Instant since) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("server", server(drain.server()));
    return node.put("address", drain.destination().address().toString())
        .put("port", drain.destination().port())
        .put("since", since.toString());
  }

  private static Destination.Key destination(JsonNode node) {
    return new Destination.Key(value(node, "address", IpAddress::parse), number(node, "port"));
  }

  static JsonNode child(JsonNode node, String field) {
    JsonNode child = node.get(field);
    if (child == null) {
      throw new DamagedJournalException("there is no " + field);
    }
    return child;
  }

  static String text(JsonNode node, String field) {
    JsonNode child = child(node, field);
    if (!child.isTextual()) {
      throw new DamagedJournalException(field + " is no text: " + child);
    }
    return child.textValue();
  }

  static int number(JsonNode node, String field) {
    JsonNode child = child(node, field);
    if (!child.canConvertToInt() || !child.isIntegralNumber()) {
      throw new DamagedJournalException(field + " is no number: " + child);
    }
    return child.intValue();
  }

  static Instant time(JsonNode node, String field) {
    try {
      return Instant.parse(text(node, field));
    } catch (DateTimeParseException e) {
      throw new DamagedJournalException(field + " is no time: " + e.getMessage());
    }
  }

  static <T> T value(JsonNode node, String field, Function<String, T> parse) {
    try {
      return parse.apply(text(node, field));
    } catch (IllegalArgumentException e) {
      throw new DamagedJournalException(field + ": " + e.getMessage());
    }
  }
}
