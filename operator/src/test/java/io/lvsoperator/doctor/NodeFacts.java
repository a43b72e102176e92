package io.lvsoperator.doctor;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.VirtualServerKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The facts of a node with which all is well, to be spoilt by tests one by one. */
final class NodeFacts {
  Facts.Rights rights = new Facts.Rights(true, true, true);
  final Map<String, ModuleState> modules = new HashMap<>();
  Optional<Facts.Ipvs> ipvs = Optional.of(new Facts.Ipvs(List.of(), 0, options("0")));
  boolean addressesKeepProtocol = true;
  final List<Facts.Interface> interfaces = new ArrayList<>();
  final Map<String, Integer> all = new HashMap<>();
  Set<String> defaultLinks = Set.of("eth0");
  Facts.Vrrp vrrp = new Facts.Vrrp(false, false);
  Facts.Firewall firewall = firewall("");
  final List<Facts.ServerPath> servers = new ArrayList<>();

  NodeFacts() {
    Need.modules().forEach(name -> modules.put(name, ModuleState.LOADABLE));
    interfaces.add(link("eth0", "", Map.of(), "10.0.0.2/24"));
  }

  static Map<String, String> options(String conntrack) {
    Map<String, String> options = new HashMap<>();
    Stream.of(
            "conn_reuse_mode",
            "expire_nodest_conn",
            "expire_quiescent_template",
            "run_estimation",
            "sloppy_tcp",
            "pmtu_disc",
            "conn_max")
        .forEach(name -> options.put(name, "0"));
    options.put("conntrack", conntrack);
    return options;
  }

  static Facts.Interface link(
      String name, String kind, Map<String, Integer> parameters, String... foreign) {
    return new Facts.Interface(
        name,
        kind,
        1500,
        true,
        name.equals("lo"),
        Stream.of(foreign).map(Subnet::parse).toList(),
        parameters,
        Optional.empty());
  }

  /** An interface with an IPv6 address. */
  static Facts.Interface ipv6(String name, Facts.Ipv6 ipv6) {
    return new Facts.Interface(
        name,
        "",
        1500,
        true,
        false,
        List.of(Subnet.parse("fd00:23::2/64")),
        Map.of(),
        Optional.of(ipv6));
  }

  static Facts.Firewall firewall(String listing) {
    Ruleset ruleset = Ruleset.parse(listing);
    return new Facts.Firewall(
        Optional.of("/usr/sbin/nft"), ruleset.chains(), "", ruleset.untracked(), List.of());
  }

  NodeFacts foreign(VirtualServerKey... keys) {
    ipvs = Optional.of(new Facts.Ipvs(List.of(keys), 2, options("0")));
    return this;
  }

  NodeFacts way(String address, Facts.Way way) {
    servers.add(new Facts.ServerPath(IpAddress.parse(address), way));
    return this;
  }

  Facts facts() {
    return new Facts(
        "6.1.0-56-amd64",
        rights,
        modules,
        ipvs,
        addressesKeepProtocol,
        interfaces,
        all,
        defaultLinks,
        vrrp,
        firewall,
        servers);
  }

  /** What is not fine, each as one line: severity, what, whom it concerns. */
  List<String> troubles() {
    return troubles(Scope.ALL);
  }

  List<String> troubles(Scope asked) {
    return Doctor.examine(facts(), asked).stream()
        .filter(f -> f.severity() != Severity.OK)
        .map(f -> f.severity() + " " + f.what() + " | " + f.concerns())
        .toList();
  }

  /** The finding on this. */
  Finding finding(String what) {
    return Doctor.examine(facts(), Scope.ALL).stream()
        .filter(f -> f.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is said about " + what));
  }
}
