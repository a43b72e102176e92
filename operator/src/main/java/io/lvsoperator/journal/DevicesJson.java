package io.lvsoperator.journal;

import static io.lvsoperator.journal.OwnershipJson.number;
import static io.lvsoperator.journal.OwnershipJson.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.SavedTimeout;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is ours of tunnels and timeouts, as JSON. A journal that an older agent wrote has none of
 * these fields, and an older agent passes over them: it never wrote what they speak of.
 */
final class DevicesJson {
  private static final String LINKS_UP = "linksUp";
  private static final String FOU_PORTS = "fouPorts";
  private static final String TIMEOUTS = "ipvsTimeouts";

  private DevicesJson() {}

  static void write(Ownership ownership, ObjectNode root) {
    var links = root.putArray(LINKS_UP);
    new TreeSet<>(ownership.linksUp()).forEach(link -> links.add(link.link()));
    var ports = root.putArray(FOU_PORTS);
    new TreeSet<>(ownership.fouPorts())
        .forEach(
            port ->
                ports
                    .addObject()
                    .put("family", port.family().name())
                    .put("port", port.port())
                    .put("gue", port.gue()));
    var timeouts = root.putArray(TIMEOUTS);
    new TreeMap<>(ownership.timeouts())
        .forEach(
            (timeout, saved) ->
                timeouts
                    .addObject()
                    .put("timeout", timeout.name())
                    .put("original", saved.original())
                    .put("written", saved.written()));
  }

  static Set<FallbackLink> linksUp(JsonNode root) {
    Set<FallbackLink> links = new HashSet<>();
    root.path(LINKS_UP).forEach(node -> links.add(link(node.asText())));
    return links;
  }

  static Set<FouPort> fouPorts(JsonNode root) {
    Set<FouPort> ports = new HashSet<>();
    root.path(FOU_PORTS)
        .forEach(
            node -> {
              Family family = value(node, "family", Family::valueOf);
              int port = number(node, "port");
              ports.add(port(family, port, OwnershipJson.child(node, "gue").asBoolean()));
            });
    return ports;
  }

  static Map<IpvsTimeout, SavedTimeout> timeouts(JsonNode root) {
    Map<IpvsTimeout, SavedTimeout> timeouts = new EnumMap<>(IpvsTimeout.class);
    root.path(TIMEOUTS)
        .forEach(
            node ->
                timeouts.put(
                    value(node, "timeout", IpvsTimeout::valueOf),
                    new SavedTimeout(number(node, "original"), number(node, "written"))));
    return timeouts;
  }

  private static FallbackLink link(String name) {
    return FallbackLink.named(name)
        .orElseThrow(
            () -> new DamagedJournalException(LINKS_UP + " names no fallback device: " + name));
  }

  private static FouPort port(Family family, int port, boolean gue) {
    try {
      return new FouPort(family, port, gue);
    } catch (IllegalArgumentException e) {
      throw new DamagedJournalException(FOU_PORTS + ": " + e.getMessage());
    }
  }
}
