package io.lvsoperator.cli;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is ours on a node, as text. */
final class Listing {
  private final Observed observed;
  private final Ownership ownership;
  private final Map<String, String> owners;

  /**
   * Makes one.
   *
   * @param observed what stands in the kernel
   * @param ownership what of it is ours
   * @param owners the resource that each entry belongs to, by the entry's words
   */
  Listing(Observed observed, Ownership ownership, Map<String, String> owners) {
    this.observed = observed;
    this.ownership = ownership;
    this.owners = owners;
  }

  /**
   * {@return our virtual servers as {@code ipvsadm -Sn} prints them, and with the thresholds that
   * it forgets}
   */
  List<String> saved() {
    List<String> lines = new ArrayList<>();
    for (VirtualServerState server : ours()) {
      lines.add("-A " + server.server().options());
      String key = server.server().key().option();
      server.destinations().forEach(d -> lines.add("-a " + key + " " + d.destination().options()));
    }
    return lines;
  }

  /** {@return everything of ours; first the virtual servers in the columns of ipvsadm} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Prot LocalAddress:Port Scheduler Flags");
    lines.add("  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn");
    for (VirtualServerState server : ours()) {
      lines.add(owned(server(server.server()), server.server().key().option()));
      for (DestinationState destination : server.destinations()) {
        lines.add(destination(server.server().key(), destination));
      }
    }
    lines.addAll(rest());
    return lines;
  }

  private List<VirtualServerState> ours() {
    return observed.virtualServers().stream()
        .filter(s -> ownership.virtualServers().contains(s.server().key()))
        .sorted(Comparator.comparing(s -> s.server().key().option()))
        .toList();
  }

  private static String server(VirtualServer server) {
    String where =
        switch (server.key()) {
          case VirtualServerKey.Endpoint e ->
              "%-4s %s:%d".formatted(e.protocol(), e.vip().bracketed(), e.port());
          case VirtualServerKey.FirewallMark f -> "FWM  " + Integer.toUnsignedString(f.mark());
        };
    String persistence =
        server.persistence().map(p -> " persistent " + p.timeoutSeconds()).orElse("");
    return where + " " + server.scheduler() + persistence + (server.onePacket() ? " ops" : "");
  }

  private String destination(VirtualServerKey server, DestinationState state) {
    Destination destination = state.destination();
    String entry = server.option() + " -r " + destination.key();
    String line =
        String.format(
            Locale.ROOT,
            "  -> %-28s %-7s %-6d %-10d %-9d",
            destination.key(),
            method(destination.forwarding()),
            destination.weight(),
            state.activeConnections(),
            state.inactiveConnections());
    boolean draining =
        ownership.draining().containsKey(new Ownership.Drain(server, destination.key()));
    return owned(line, entry) + (draining ? " (leaving)" : "");
  }

  private static String method(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> "Masq";
      case Forwarding.Gateway _ -> "Route";
      case Forwarding.Tunnel _ -> "Tunnel";
      case Forwarding.Other other -> "(" + other.number() + ")";
    };
  }

  private String owned(String line, String entry) {
    return line + "  # " + owners.getOrDefault(entry, "owner not known");
  }

  /** What ipvsadm has no columns for, in the words of the tool that shows it. */
  private List<String> rest() {
    List<String> lines = new ArrayList<>();
    observed.addresses().stream()
        .filter(ownership::owns)
        .sorted(Comparator.comparing(LinkAddress::address))
        .forEach(
            a ->
                lines.add(
                    owned("ip addr " + a.subnet() + " dev " + a.link(), a.address().toString())));
    observed.ownLinks().forEach(link -> lines.add("ip link " + link.options()));
    new TreeSet<>(ownership.linksUp())
        .forEach(link -> lines.add("ip link " + link.link() + " up (was down)"));
    new TreeSet<>(ownership.fouPorts()).forEach(port -> lines.add("ip fou " + port.options()));
    observed.routes().forEach(route -> lines.add("ip route " + route.options()));
    observed.rules().forEach(rule -> lines.add("ip rule " + rule.options()));
    if (!(observed.packetTable() instanceof PacketTableState.Absent)) {
      lines.add("nft table inet lvs-operator");
    }
    new TreeMap<>(ownership.sysctls())
        .forEach(
            (sysctl, saved) ->
                lines.add(
                    "sysctl %s=%s (was %s)".formatted(sysctl, saved.written(), saved.original())));
    new TreeMap<>(ownership.timeouts())
        .forEach(
            (timeout, saved) ->
                lines.add(
                    "ipvs timeout %s=%d (was %d)"
                        .formatted(
                            timeout.name().toLowerCase(Locale.ROOT),
                            saved.written(),
                            saved.original())));
    return lines.isEmpty() ? lines : withGap(lines);
  }

  private static List<String> withGap(List<String> lines) {
    lines.addFirst("");
    return lines;
  }
}
