package io.lvsoperator.model;

import java.util.List;

/**
 * A director as its real servers see it.
 *
 * @param node the Node's name
 * @param interfaces its interfaces with MACs and own addresses; none where it has not reported them
 */
public record DirectorPeer(String node, List<Interface> interfaces) {
  /** Copies the list. */
  public DirectorPeer {
    interfaces = List.copyOf(interfaces);
  }

  /** {@return whether it reports this address as its own} */
  public boolean has(IpAddress address) {
    return interfaces.stream()
        .flatMap(link -> link.addresses().stream())
        .anyMatch(subnet -> subnet.address().equals(address));
  }

  /**
   * {@return this director, or what was known of it before if it does not report now}
   *
   * @param before the directors as they were known
   */
  public DirectorPeer orAsKnown(List<DirectorPeer> before) {
    return interfaces.isEmpty()
        ? before.stream().filter(d -> d.node().equals(node)).findFirst().orElse(this)
        : this;
  }

  /**
   * An interface of a director.
   *
   * @param mac its Ethernet address
   * @param addresses the node's own addresses there
   */
  public record Interface(MacAddress mac, List<Subnet> addresses) {
    /** Copies the list. */
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }
}
