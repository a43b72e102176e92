package io.lvsoperator.plan;

import io.lvsoperator.model.PacketChain;
import io.lvsoperator.model.PacketRule;
import java.util.List;

/** The chains that our nftables table may have, each with the one place where it hangs. */
enum Chain {
  /** What has just come out of a tunnel, before anybody else looks at it. */
  UNWRAPPED("unwrapped", "filter", "prerouting", -450),

  /** Before conntrack looks at a packet. */
  NOTRACK("untracked", "filter", "prerouting", -300),

  /**
   * New connections from directors, and replies that only pass through this node: right after
   * mangle, where CNIs clear their own marks, and before the routing decision.
   */
  FROM_DIRECTORS("from-directors", "filter", "prerouting", -145),

  /** Replies of this node's own sockets; the type route lets the mark decide the route anew. */
  REPLIES("replies", "route", "output", -145),

  /** Just before ipvs, which hooks in at 98 and 99. */
  SERVICES("services", "filter", "input", 90),

  /** What ipvs did not take, and others' firewalls let through. */
  VIP_PORTS("vip-ports", "filter", "input", 110),

  /** Wrapped packets, whole ones, as the last before they are unwrapped. */
  WRAPPED("wrapped", "filter", "input", 300),

  /** What would be sent on. */
  PASSING("passing", "filter", "forward", 0),

  /** Before others that masquerade everything: the first that gives a source decides. */
  SOURCE_NAT("source-nat", "nat", "postrouting", 95),

  /** When a pod's replies have got the VIP as their source again, which happens at 100. */
  REPLIED("replied", "filter", "postrouting", 150);

  private final String name;
  private final String type;
  private final String hook;
  private final int priority;

  Chain(String name, String type, String hook, int priority) {
    this.name = name;
    this.type = type;
    this.hook = hook;
    this.priority = priority;
  }

  /** {@return its name in our table} */
  String label() {
    return name;
  }

  PacketChain with(List<PacketRule> rules) {
    return new PacketChain(name, type, hook, priority, rules);
  }
}
