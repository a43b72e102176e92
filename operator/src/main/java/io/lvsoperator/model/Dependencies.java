package io.lvsoperator.model;

import java.util.Set;

/**
 * What changes need of one another. A destination needs its virtual server, a tunnel's end the
 * packet rules that say from whom it takes packets, and what is translated the rules that say whose
 * connections are tracked.
 */
final class Dependencies {
  private static final Set<Subject> NONE = Set.of();
  private static final Set<Subject> PACKET_TABLE = Set.of(Subject.Sole.PACKET_TABLE);

  private Dependencies() {}

  /** {@return what must not have failed before: without it the change would do harm} */
  static Set<Subject> requiredBy(Change change) {
    return switch (change) {
      case Change.AddDestination c -> requiredBy(c.server(), c.destination().forwarding());
      case Change.EditDestination c -> c.redirects() ? PACKET_TABLE : NONE;
      case Change.AddAddress c -> c.requires();
      case Change.LinkUp c -> Set.of(new Subject.Device(c.link()), Subject.Sole.PACKET_TABLE);
      case Change.AddFouPort _ -> PACKET_TABLE;
      case Change.Announce c -> Set.of(new Subject.Address(c.link(), c.address()));
      case Change.WriteSysctl c ->
          c.sysctl().isIpv6Forwarding() ? Set.of(Subject.Goal.ROUTERS_HEARD) : NONE;
      case Change.RestoreSysctl c -> requiredBy(c.sysctl());
      case Change.DeletePacketRules _, Change.ReplacePacketRules _ ->
          Set.of(Subject.Goal.TUNNELS_SHUT);
      case Change.Claims _, Change.Releases _, Change.Unnoted _, Change.JournalNote _ -> NONE;
    };
  }

  /** {@return what is missing where the change fails; a failed edit leaves its subject there} */
  static Set<Subject> providedBy(Change change) {
    return switch (change) {
      case Change.DeleteAddress _ -> Set.of(Subject.Goal.ADDRESSES_GONE);
      case Change.LinkDown _ -> Set.of(Subject.Goal.TUNNELS_SHUT);
      case Change.WriteSysctl c when c.sysctl().isAcceptRouterAdvertisements() ->
          Set.of(c.subject(), Subject.Goal.ROUTERS_HEARD);
      case Change.RestoreSysctl c when c.sysctl().isIpv6Forwarding() ->
          Set.of(Subject.Goal.IPV6_FORWARDING_GIVEN_BACK);
      case Change.ReplacePacketRules _ -> PACKET_TABLE;
      case Change.Claims _, Change.Releases _, Change.Unnoted _, Change.JournalNote _ ->
          switch (change.effect()) {
            case ADDS -> Set.of(change.subject());
            case EDITS, REMOVES, NOTES -> NONE;
          };
    };
  }

  private static Set<Subject> requiredBy(VirtualServerKey server, Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> Set.of(new Subject.Server(server), Subject.Sole.PACKET_TABLE);
      case Forwarding.Gateway _, Forwarding.Tunnel _, Forwarding.Other _ ->
          Set.of(new Subject.Server(server));
    };
  }

  private static Set<Subject> requiredBy(Sysctl given) {
    if (given.isAcceptRouterAdvertisements()) {
      return Set.of(Subject.Goal.IPV6_FORWARDING_GIVEN_BACK);
    }
    return given.silencesArp() ? Set.of(Subject.Goal.ADDRESSES_GONE) : NONE;
  }
}
