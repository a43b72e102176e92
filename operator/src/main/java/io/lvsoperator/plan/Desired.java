package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a node shall be: everything of ours, and nothing else.
 *
 * @param sysctls kernel parameters and their values
 * @param devices devices and ports of tunnels, and the timeouts of ipvs
 * @param packetRules our nftables table
 * @param meanwhile our nftables table while destinations are edited, where a service changes its
 *     way of forwarding: what serves the old one and the new one
 * @param routes our routes
 * @param rules our routing rules
 * @param servers our virtual servers
 * @param vips the VIPs, one entry per service and address
 * @param pool the source addresses of FULLNAT that we hold
 * @param hidden the VIPs that this node has as a real server, where nobody hears of them
 * @param parts the parts as a real server
 * @param served the directors whose packets a part takes, by its id, where that differs from
 *     director to director: in NAT and TUN
 * @param outcomes what stands in the way of a service that this node directs
 * @param partOutcomes what stands in the way of a part, by its id
 * @param probes VIPs of which must be known first whether somebody else has them
 * @param wayChanges services that change their way of forwarding, or wait until they can
 */
public record Desired(
    SortedMap<Sysctl, String> sysctls,
    Devices devices,
    PacketRules packetRules,
    Optional<PacketRules> meanwhile,
    List<Route> routes,
    List<Rule> rules,
    List<DesiredServer> servers,
    List<DesiredVip> vips,
    List<LinkAddress> pool,
    List<HiddenVip> hidden,
    List<HostedPart> parts,
    Map<String, SortedSet<String>> served,
    Map<ServiceRef, Outcome> outcomes,
    Map<String, Outcome> partOutcomes,
    Set<Probe> probes,
    Map<ServiceRef, WayChangeReport> wayChanges) {
  /** Copies the collections. */
  public Desired {
    sysctls = Collections.unmodifiableSortedMap(new TreeMap<>(sysctls));
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
    servers = List.copyOf(servers);
    vips = List.copyOf(vips);
    pool = List.copyOf(pool);
    hidden = List.copyOf(hidden);
    parts = List.copyOf(parts);
    served = Map.copyOf(served);
    outcomes = Map.copyOf(outcomes);
    partOutcomes = Map.copyOf(partOutcomes);
    probes = Set.copyOf(probes);
    wayChanges = Map.copyOf(wayChanges);
  }

  /**
   * A VIP of a service on this node.
   *
   * @param service the LvsService
   * @param vip the address
   * @param ours the address that we hold, empty where the node has it anyway or where it is not
   *     there yet
   * @param own whether the node has it anyway
   */
  public record DesiredVip(
      ServiceRef service, IpAddress vip, Optional<LinkAddress> ours, boolean own) {}

  /**
   * A VIP that this node has as a real server.
   *
   * @param part the id of the part that needs it
   * @param address where it stands
   * @param needs the parameters without which this node would answer ARP for the VIP, or drop its
   *     packets
   */
  public record HiddenVip(String part, LinkAddress address, SortedMap<Sysctl, String> needs) {
    /** Copies the map. */
    public HiddenVip {
      needs = Collections.unmodifiableSortedMap(new TreeMap<>(needs));
    }
  }

  /** {@return the addresses of ours of which the network must know, source addresses first} */
  public List<LinkAddress> announced() {
    return Stream.concat(pool.stream(), vips.stream().flatMap(vip -> vip.ours().stream()))
        .distinct()
        .toList();
  }

  /** {@return all addresses of ours, in the order in which they are to be added} */
  public List<LinkAddress> addresses() {
    return Stream.concat(announced().stream(), hidden.stream().map(HiddenVip::address))
        .distinct()
        .toList();
  }

  /**
   * A question to the link.
   *
   * @param link the interface
   * @param address the address that shall be added there
   */
  public record Probe(String link, IpAddress address) {}
}
