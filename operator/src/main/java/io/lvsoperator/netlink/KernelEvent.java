package io.lvsoperator.netlink;

/** What the kernel tells without being asked. */
public sealed interface KernelEvent {

  /** A few words for a log line. */
  String text();

  /**
   * An interface appeared, changed or went away. The kernel sends this also when arp_ignore or
   * arp_announce are set by netlink, but not when they are written to {@code /proc/sys}.
   *
   * @param link how it is now, or was last
   * @param deleted whether it is gone
   */
  record Link(LinkInfo link, boolean deleted) implements KernelEvent {
    @Override
    public String text() {
      return "link " + link.name() + (deleted ? " deleted" : link.up() ? " is up" : " is down");
    }
  }

  /**
   * An address was added, changed or deleted.
   *
   * @param address which
   * @param deleted whether it is gone
   */
  record Address(AddressInfo address, boolean deleted) implements KernelEvent {
    @Override
    public String text() {
      return "address "
          + address.address().getHostAddress()
          + "/"
          + address.prefixLength()
          + (deleted ? " deleted" : " added");
    }
  }

  /**
   * A route was added or deleted.
   *
   * @param route which
   * @param deleted whether it is gone
   */
  record Route(RouteInfo route, boolean deleted) implements KernelEvent {
    @Override
    public String text() {
      return "route "
          + route.destination().getHostAddress()
          + "/"
          + route.prefixLength()
          + " of table "
          + route.table()
          + (deleted ? " deleted" : " added");
    }
  }

  /**
   * A rule was added or deleted.
   *
   * @param rule which
   * @param deleted whether it is gone
   */
  record Rule(RuleInfo rule, boolean deleted) implements KernelEvent {
    @Override
    public String text() {
      return "rule " + rule.priority() + (deleted ? " deleted" : " added");
    }
  }

  /**
   * Forwarding or rp_filter changed; the kernel tells of no other sysctl.
   *
   * @param interfaceIndex of which interface; -1 is "all", -2 "default"
   */
  record Sysctl(int interfaceIndex) implements KernelEvent {
    @Override
    public String text() {
      return "forwarding or rp_filter changed on "
          + switch (interfaceIndex) {
            case -1 -> "all";
            case -2 -> "default";
            default -> "interface " + interfaceIndex;
          };
    }
  }

  /** Somebody committed a change of nftables; maybe we ourselves. */
  record Ruleset() implements KernelEvent {
    @Override
    public String text() {
      return "nftables changed";
    }
  }

  /** Events were lost: everything may have changed. */
  record Overrun() implements KernelEvent {
    @Override
    public String text() {
      return "events were lost";
    }
  }
}
