package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events of one netlink protocol. Closing a socket does not wake a thread that waits on it, so one
 * thread waits with a timeout and closes the socket itself.
 */
public final class EventSocket implements AutoCloseable {
  private static final int RTNLGRP_LINK = 1;
  private static final int RTNLGRP_IPV4_IFADDR = 5;
  private static final int RTNLGRP_IPV4_ROUTE = 7;
  private static final int RTNLGRP_IPV4_RULE = 8;
  private static final int RTNLGRP_IPV6_IFADDR = 9;
  private static final int RTNLGRP_IPV6_ROUTE = 11;
  private static final int RTNLGRP_IPV6_RULE = 19;
  private static final int RTNLGRP_IPV4_NETCONF = 24;
  private static final int RTNLGRP_IPV6_NETCONF = 25;
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int NETCONFA_IFINDEX = 1;

  private final NetlinkSocket socket;

  private EventSocket(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Subscribes to interfaces, addresses, routes, rules, forwarding and rp_filter. */
  public static EventSocket route() {
    return open(
        Nl.NETLINK_ROUTE,
        RTNLGRP_LINK,
        RTNLGRP_IPV4_IFADDR,
        RTNLGRP_IPV6_IFADDR,
        RTNLGRP_IPV4_ROUTE,
        RTNLGRP_IPV6_ROUTE,
        RTNLGRP_IPV4_RULE,
        RTNLGRP_IPV6_RULE,
        RTNLGRP_IPV4_NETCONF,
        RTNLGRP_IPV6_NETCONF);
  }

  /**
   * Subscribes to changes of nftables.
   *
   * @throws NetlinkException if this kernel has no netfilter
   */
  public static EventSocket nftables() {
    return open(Nl.NETLINK_NETFILTER, NFNLGRP_NFTABLES);
  }

  /**
   * Waits for events and returns those of one datagram; none if the time is over. After an {@link
   * KernelEvent.Overrun} older events may still follow.
   */
  public List<KernelEvent> next(Duration timeout) {
    if (!socket.await(timeout)) {
      return List.of();
    }
    try {
      List<KernelEvent> events = new ArrayList<>();
      for (Message message : Message.split(socket.receive())) {
        parse(message).ifPresent(events::add);
      }
      return events;
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOBUFS) {
        return List.of(new KernelEvent.Overrun());
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  /** The event in a message; empty for those that say nothing new. */
  static Optional<KernelEvent> parse(Message message) {
    return Optional.ofNullable(
        switch (message.type()) {
          case Rtm.RTM_NEWLINK -> link(message, false);
          case Rtm.RTM_DELLINK -> link(message, true);
          case Rtm.RTM_NEWADDR -> address(message, false);
          case Rtm.RTM_DELADDR -> address(message, true);
          case Rtm.RTM_NEWROUTE -> route(message, false);
          case Rtm.RTM_DELROUTE -> route(message, true);
          case Rtm.RTM_NEWRULE -> rule(message, false);
          case Rtm.RTM_DELRULE -> rule(message, true);
          case Rtm.RTM_NEWNETCONF, Rtm.RTM_DELNETCONF ->
              new KernelEvent.Sysctl(message.attributes(1).u32(NETCONFA_IFINDEX, -1));
          // Every transaction ends with a NEWGEN; the objects before it add nothing to that.
          case NetfilterClient.NEWGEN -> new KernelEvent.Ruleset();
          default -> null;
        });
  }

  private static KernelEvent link(Message message, boolean deleted) {
    return new KernelEvent.Link(LinkCodec.readLink(message.payload()), deleted);
  }

  private static KernelEvent address(Message message, boolean deleted) {
    return new KernelEvent.Address(LinkCodec.readAddress(message.payload()), deleted);
  }

  private static KernelEvent route(Message message, boolean deleted) {
    return new KernelEvent.Route(RouteCodec.readRoute(message.payload()), deleted);
  }

  private static KernelEvent rule(Message message, boolean deleted) {
    return new KernelEvent.Rule(RouteCodec.readRule(message.payload()), deleted);
  }

  private static EventSocket open(int protocol, int... groups) {
    NetlinkSocket socket = NetlinkSocket.open(protocol);
    for (int group : groups) {
      socket.join(group);
    }
    return new EventSocket(socket);
  }
}
