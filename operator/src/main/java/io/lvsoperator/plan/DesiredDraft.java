package io.lvsoperator.plan;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link Desired} under construction: roles and modes add to it, and what several want is there
 * once.
 */
final class DesiredDraft {
  /** What FULLNAT takes on the director's own address. */
  final PortRange sourcePorts;

  /** What connections of FULLNAT carry. */
  final PacketMark translated;

  final SortedMap<Sysctl, String> sysctls = new TreeMap<>();
  final Set<OwnLink> links = new LinkedHashSet<>();
  final Set<FallbackLink> fallbackLinks = new LinkedHashSet<>();
  final Set<FouPort> fouPorts = new LinkedHashSet<>();
  final Map<IpvsTimeout, Integer> timeouts = new HashMap<>();

  /**
   * The interfaces on which replies arrive that are to be forwarded, see {@link Ipv6Forwarding}.
   */
  final Set<String> ipv6Forwarding = new TreeSet<>();

  final Set<Route> routes = new LinkedHashSet<>();
  final List<Rule> rules = new ArrayList<>();
  final List<DesiredServer> servers = new ArrayList<>();
  final List<Desired.DesiredVip> vips = new ArrayList<>();
  final Set<LinkAddress> pool = new LinkedHashSet<>();
  final List<Desired.HiddenVip> hidden = new ArrayList<>();
  final List<HostedPart> parts = new ArrayList<>();

  /** The directors whose packets a part takes, where that differs from director to director. */
  final Map<String, SortedSet<String>> served = new HashMap<>();

  final Map<ServiceRef, Outcome> outcomes = new HashMap<>();
  final Map<String, Outcome> partOutcomes = new HashMap<>();
  final Set<Desired.Probe> probes = new LinkedHashSet<>();
  final Map<ServiceRef, WayChangeReport> wayChanges = new HashMap<>();
  private final Set<PacketRule> packetRules = new LinkedHashSet<>();
  private final Set<PacketRule> meanwhile = new LinkedHashSet<>();

  /** Whether the rules until destinations are edited are others than those after it. */
  boolean changesWays;

  DesiredDraft(PortRange sourcePorts, PacketMark translated) {
    this.sourcePorts = sourcePorts;
    this.translated = translated;
  }

  /** {@return an empty one with the same numbers} */
  DesiredDraft blank() {
    return new DesiredDraft(sourcePorts, translated);
  }

  /** A part takes the packets of this director. */
  void serve(HostedPart part, DirectorPeer director) {
    served.computeIfAbsent(part.id(), _ -> new TreeSet<>()).add(director.node());
  }

  /** Adds a packet rule. */
  void rule(PacketRule rule) {
    packetRules.add(rule);
    meanwhile.add(rule);
  }

  /** Adds the kernel parameters of another draft. */
  void parametersOf(DesiredDraft needs) {
    sysctls.putAll(needs.sysctls);
    ipv6Forwarding.addAll(needs.ipv6Forwarding);
  }

  /** Adds the rules of another draft, for the time after destinations are edited. */
  void rulesAfter(DesiredDraft needs) {
    packetRules.addAll(needs.packetRules);
  }

  /** Adds the rules of another draft, for the time until destinations are edited. */
  void rulesMeanwhile(DesiredDraft needs) {
    meanwhile.addAll(needs.packetRules);
  }

  Desired finish() {
    return new Desired(
        sysctls,
        Devices.of(links, fallbackLinks, fouPorts, timeouts),
        new PacketRules(packetRules),
        changesWays ? Optional.of(new PacketRules(meanwhile)) : Optional.empty(),
        List.copyOf(routes),
        rules,
        servers,
        vips,
        List.copyOf(pool),
        hidden,
        parts,
        served,
        outcomes,
        partOutcomes,
        probes,
        wayChanges);
  }
}
