package io.lvsoperator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node's kernel as read at the start of a pass: what is ours and what stands in our way.
 *
 * @param virtualServers every virtual server, ours and others'
 * @param links every interface
 * @param addresses every address
 * @param routes the routes that carry our protocol number, in any table
 * @param defaultRoutes the default routes of the main table
 * @param rules the rules that carry our protocol number
 * @param packetTable our nftables table
 * @param listeners sockets that wait for clients
 * @param sysctls parameters on which a plan depends without wanting to change them: those of {@code
 *     all} that the kernel combines with an interface's own, and those of other programs' devices
 * @param ownLinks the devices that we made; each is among {@code links} too
 * @param fouPorts the UDP ports at which the kernel unwraps packets, ours and others'
 * @param timeouts the timeouts of ipvs in seconds; none where ipvs is not asked
 * @param probes what is known of addresses that are to be added
 * @param remembered the virtual servers whose destinations were not read now: they stand here as
 *     they did at most a few seconds ago, and nothing is changed of them before they are read
 */
public record Observed(
    Indexed<VirtualServerKey, VirtualServerState> virtualServers,
    Indexed<String, Link> links,
    NodeAddresses addresses,
    List<Route> routes,
    List<Route> defaultRoutes,
    List<Rule> rules,
    PacketTableState packetTable,
    Set<Listener> listeners,
    Map<Sysctl, String> sysctls,
    List<OwnLink> ownLinks,
    Set<FouPort> fouPorts,
    Map<IpvsTimeout, Integer> timeouts,
    Map<IpAddress, ProbeResult> probes,
    Set<VirtualServerKey> remembered) {
  /** Copies the collections. */
  public Observed {
    routes = List.copyOf(routes);
    defaultRoutes = List.copyOf(defaultRoutes);
    rules = List.copyOf(rules);
    listeners = Set.copyOf(listeners);
    sysctls = Map.copyOf(sysctls);
    ownLinks = List.copyOf(ownLinks);
    fouPorts = Set.copyOf(fouPorts);
    timeouts = Map.copyOf(timeouts);
    probes = Map.copyOf(probes);
    remembered = Set.copyOf(remembered);
  }

  /** Indexes what is looked up by a key. */
  public Observed(
      List<VirtualServerState> virtualServers,
      List<Link> links,
      List<LinkAddress> addresses,
      List<Route> routes,
      List<Route> defaultRoutes,
      List<Rule> rules,
      PacketTableState packetTable,
      Set<Listener> listeners,
      Map<Sysctl, String> sysctls,
      List<OwnLink> ownLinks,
      Set<FouPort> fouPorts,
      Map<IpvsTimeout, Integer> timeouts,
      Map<IpAddress, ProbeResult> probes) {
    this(
        Indexed.by(server -> server.server().key(), virtualServers),
        Indexed.by(Link::name, links),
        new NodeAddresses(addresses),
        routes,
        defaultRoutes,
        rules,
        packetTable,
        listeners,
        sysctls,
        ownLinks,
        fouPorts,
        timeouts,
        probes,
        Set.of());
  }

  /**
   * {@return this kernel with other virtual servers}
   *
   * @param remembered those whose destinations are as they stood a while ago
   */
  public Observed with(List<VirtualServerState> others, Set<VirtualServerKey> remembered) {
    return new Observed(
        Indexed.by(server -> server.server().key(), others),
        links,
        addresses,
        routes,
        defaultRoutes,
        rules,
        packetTable,
        listeners,
        sysctls,
        ownLinks,
        fouPorts,
        timeouts,
        probes,
        remembered);
  }

  /**
   * {@return the virtual servers that these changes are about and whose destinations were not read}
   */
  public Set<VirtualServerKey> outside(List<Change> changes) {
    return servers(changes).stream().filter(remembered::contains).collect(Collectors.toSet());
  }

  /** {@return the virtual servers that these changes are about} */
  public static Set<VirtualServerKey> servers(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> server(change.subject()).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<VirtualServerKey> server(Subject subject) {
    return switch (subject) {
      case Subject.Server server -> Optional.of(server.key());
      case Subject.Member member -> Optional.of(member.server());
      case Subject.Address _,
          Subject.Announcement _,
          Subject.Parameter _,
          Subject.Device _,
          Subject.Power _,
          Subject.TunnelPort _,
          Subject.Place _,
          Subject.RoutingRule _,
          Subject.WayOf _,
          Subject.Sole _,
          Subject.Goal _ ->
          Optional.empty();
    };
  }

  /** Devices behind which no neighbour listens. */
  private static final Set<String> QUIET =
      Set.of("dummy", "ipip", "ip6tnl", "sit", "gre", "gretap", "ip6gre");

  /**
   * {@return whether an address stands where no neighbour is told of it: on the loopback, on a
   * dummy or on a tunnel} A director's VIP does not, a real server's does.
   */
  public boolean hides(LinkAddress address) {
    return link(address.link()).filter(l -> l.loopback() || QUIET.contains(l.kind())).isPresent();
  }

  /** {@return the virtual server with this key, if there is one} */
  public Optional<VirtualServerState> virtualServer(VirtualServerKey key) {
    return virtualServers.find(key);
  }

  /** {@return from which ports the host's own connections come, where that is known} */
  public Optional<PortRange> localPorts() {
    return Optional.ofNullable(sysctls.get(Sysctl.LOCAL_PORTS)).flatMap(SourcePorts::local);
  }

  /** {@return the interface with this name, if there is one} */
  public Optional<Link> link(String name) {
    return links.find(name);
  }
}
