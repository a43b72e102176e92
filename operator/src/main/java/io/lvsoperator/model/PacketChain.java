package io.lvsoperator.model;

/**
 * The base chains that our nftables table may have, each with the one place where it hangs. Their
 * policy is always accept: we never decide what a node's firewall decides.
 */
public enum PacketChain {
  /** What has just come out of a tunnel, before anybody else looks at it. */
  UNWRAPPED("unwrapped", "filter", "prerouting", -450),

  /** Before conntrack looks at a packet. */
  UNTRACKED("untracked", "filter", "prerouting", -300),

  /**
   * New connections from directors, and replies that only pass through this node: right after
   * mangle, where CNIs clear their own marks, and before the routing decision.
   */
  FROM_DIRECTORS("from-directors", "filter", "prerouting", -145),

  /** Replies of this node's own sockets; the type route lets the mark decide the route anew. */
  REPLIES("replies", "route", "output", -145),

  /** What this node itself sends to a VIP, before ipvs, which hooks in at -98 there. */
  TRANSLATED_LOCAL("translated-local", "filter", "output", -110),

  /** Just before ipvs, which hooks in at 98 and 99. */
  SERVICES("services", "filter", "input", 90),

  /** New connections whose source is to be written, before ipvs changes their destination. */
  TRANSLATED("translated", "filter", "input", 91),

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

  private final String label;
  private final String type;
  private final String hook;
  private final int priority;

  PacketChain(String label, String type, String hook, int priority) {
    this.label = label;
    this.type = type;
    this.hook = hook;
    this.priority = priority;
  }

  /** {@return its name in our table} */
  public String label() {
    return label;
  }

  /** {@return how nft declares it, behind {@code add chain TABLE}} */
  String declaration() {
    return "%s { type %s hook %s priority %d; policy accept; }"
        .formatted(label, type, hook, priority);
  }
}
