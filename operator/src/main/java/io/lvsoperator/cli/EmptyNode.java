package io.lvsoperator.cli;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeAddress;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel of a node on which nobody has done anything yet, as far as files tell. */
final class EmptyNode {
  private final LvsNodeStatus report;
  private final boolean assumed;

  /**
   * Makes one.
   *
   * @param report the node's interfaces
   * @param assumed whether the report was made up from the Node's addresses, without their subnets
   */
  EmptyNode(LvsNodeStatus report, boolean assumed) {
    this.report = report;
    this.assumed = assumed;
  }

  /** {@return what such a kernel holds; every address that is asked for is free} */
  Observed observed(Intent intent) {
    List<Link> links = new ArrayList<>();
    List<LinkAddress> addresses = new ArrayList<>();
    for (NodeInterface link : report.interfaces()) {
      Optional<MacAddress> mac = link.mac().map(MacAddress::parse);
      links.add(new Link(links.size() + 2, link.name(), mac, 1500, true, false, ""));
      link.addresses().forEach(a -> addresses.add(address(link.name(), a)));
    }
    Map<IpAddress, ProbeResult> probes = new HashMap<>();
    for (DirectedService service : intent.directed()) {
      probes.put(service.vip(), new ProbeResult.Free());
      service.sourceAddresses().forEach(a -> probes.put(a.address(), new ProbeResult.Free()));
    }
    return new Observed(
        List.of(),
        links,
        addresses,
        List.of(),
        links.stream().limit(1).flatMap(EmptyNode::defaultRoutes).toList(),
        List.of(),
        new PacketTableState.Absent(),
        Set.of(),
        ipv6(links),
        List.of(),
        Set.of(),
        Map.of(),
        probes);
  }

  /** Without a subnet everything counts as being on the link: nobody said that it is not. */
  private LinkAddress address(String link, NodeAddress address) {
    IpAddress ip = IpAddress.parse(address.address());
    return new LinkAddress(link, new Subnet(ip, assumed ? 0 : address.prefixLength()), 0);
  }

  private static Stream<Route> defaultRoutes(Link link) {
    return Stream.of("0.0.0.0/0", "::/0")
        .map(all -> new Route(Route.MAIN, Subnet.parse(all), Optional.empty(), link.name(), 0));
  }

  /**
   * IPv6 as a kernel before 6.17 begins, which cannot forward for one interface: the commands for
   * it do on any kernel, and keep what router advertisements have taught.
   */
  private static Map<Sysctl, String> ipv6(List<Link> links) {
    Map<Sysctl, String> values = new HashMap<>();
    for (Link link : links) {
      values.put(Sysctl.ipv6Forwarding(link.name()), "0");
      values.put(Sysctl.acceptRouterAdvertisements(link.name()), "1");
    }
    return values;
  }
}
