package io.lvsoperator.plan;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The subnets of a node's own addresses, the longest prefix first. VIPs of ours are not among them,
 * so that there are few, however many services there are.
 */
final class OwnSubnets {
  private final List<LinkAddress> addresses;

  private OwnSubnets(Observed observed, Ownership ownership, Predicate<LinkAddress> counts) {
    addresses =
        observed.addresses().stream()
            .filter(a -> !ownership.owns(a) && counts.test(a))
            .sorted(Comparator.comparing((LinkAddress a) -> a.subnet().prefixLength()).reversed())
            .toList();
  }

  /** {@return those of every interface but the loopback} */
  static OwnSubnets besideLoopback(Observed observed, Ownership ownership) {
    return new OwnSubnets(
        observed, ownership, a -> observed.link(a.link()).filter(Link::loopback).isEmpty());
  }

  /** {@return those of the interfaces that have neighbours} */
  static OwnSubnets withNeighbours(Observed observed, Ownership ownership) {
    return new OwnSubnets(observed, ownership, a -> !observed.hides(a));
  }

  /** {@return the interface whose subnet holds this address, by the longest prefix} */
  Optional<String> linkOf(IpAddress address) {
    return addresses.stream()
        .filter(a -> a.subnet().contains(address))
        .findFirst()
        .map(LinkAddress::link);
  }
}
