package io.lvsoperator.model;

/** What a change is about. Two changes with equal subjects are about the same thing. */
public sealed interface Subject {
  /** A virtual server. */
  record Server(VirtualServerKey key) implements Subject {}

  /** A destination of a virtual server. */
  record Member(VirtualServerKey server, Destination.Key key) implements Subject {}

  /** An address on an interface. */
  record Address(String link, IpAddress address) implements Subject {}

  /** What the network is told of an address. */
  record Announcement(String link, IpAddress address) implements Subject {}

  /** A kernel parameter. */
  record Parameter(Sysctl sysctl) implements Subject {}

  /** A device. */
  record Device(String name) implements Subject {}

  /** Whether a device is on. */
  record Power(String device) implements Subject {}

  /** A UDP port at which tunnels end. */
  record TunnelPort(FouPort port) implements Subject {}

  /** The route of a table to a place; there is one. */
  record Place(int table, Subnet destination) implements Subject {}

  /** A routing rule. */
  record RoutingRule(Rule rule) implements Subject {}

  /** How packets of a service that this node directs reach its real servers. */
  record WayOf(ServiceRef service) implements Subject {}

  /** What a node has once. */
  enum Sole implements Subject {
    /** Our nftables table. */
    PACKET_TABLE,
    /** The idle timeouts of ipvs. */
    IPVS_TIMEOUTS
  }

  /** What several changes bring about together: where one of them fails, it is not reached. */
  enum Goal implements Subject {
    /** What has to go is off the interfaces. */
    ADDRESSES_GONE,
    /** Fallback devices that nobody needs take no packets. */
    TUNNELS_SHUT,
    /** Interfaces learn from routers although they forward. */
    ROUTERS_HEARD,
    /** What forwarded IPv6 for us does so no more. */
    IPV6_FORWARDING_GIVEN_BACK
  }

  /** {@return what this change is about} */
  static Subject of(Change change) {
    return switch (change) {
      case Change.WriteSysctl c -> new Parameter(c.sysctl());
      case Change.RestoreSysctl c -> new Parameter(c.sysctl());
      case Change.ForgetSysctl c -> new Parameter(c.sysctl());
      case Change.AddVirtualServer c -> new Server(c.server().key());
      case Change.AdoptVirtualServer c -> new Server(c.server());
      case Change.EditVirtualServer c -> new Server(c.server().key());
      case Change.DeleteVirtualServer c -> new Server(c.server());
      case Change.DisownVirtualServer c -> new Server(c.server());
      case Change.AddDestination c -> new Member(c.server(), c.destination().key());
      case Change.EditDestination c -> new Member(c.server(), c.destination().key());
      case Change.DrainDestination c -> new Member(c.server(), c.destination().key());
      case Change.CancelDrain c -> new Member(c.server(), c.destination());
      case Change.DeleteDestination c -> new Member(c.server(), c.destination());
      case Change.AddAddress c -> new Address(c.address().link(), c.address().address());
      case Change.DeleteAddress c -> new Address(c.address().link(), c.address().address());
      case Change.Announce c -> new Announcement(c.link(), c.address());
      case Change.AddRoute c -> new Place(c.route().table(), c.route().destination());
      case Change.DeleteRoute c -> new Place(c.route().table(), c.route().destination());
      case Change.AddRule c -> new RoutingRule(c.rule());
      case Change.DeleteRule c -> new RoutingRule(c.rule());
      case Change.AddLink c -> new Device(c.link().name());
      case Change.DeleteLink c -> new Device(c.link());
      case Change.LoadLink c -> new Device(c.link().link());
      case Change.LinkUp c -> new Power(c.link());
      case Change.LinkDown c -> new Power(c.link().link());
      case Change.ForgetLink c -> new Power(c.link().link());
      case Change.AddFouPort c -> new TunnelPort(c.port());
      case Change.DeleteFouPort c -> new TunnelPort(c.port());
      case Change.ForgetFouPort c -> new TunnelPort(c.port());
      case Change.SetIpvsTimeouts _, Change.RestoreIpvsTimeouts _, Change.ForgetIpvsTimeout _ ->
          Sole.IPVS_TIMEOUTS;
      case Change.ReplacePacketRules _, Change.DeletePacketRules _ -> Sole.PACKET_TABLE;
      case Change.BeginModeChange c -> new WayOf(c.service());
      case Change.EndModeChange c -> new WayOf(c.service());
    };
  }
}
