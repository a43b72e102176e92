package io.lvsoperator.model;

import java.util.AbstractList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The addresses of a node as an immutable list, found by address, by interface or by place. */
public final class NodeAddresses extends AbstractList<LinkAddress> {
  private final List<LinkAddress> addresses;
  private final Map<IpAddress, List<LinkAddress>> byAddress;
  private final Map<String, List<LinkAddress>> byLink;
  private final Set<Place> places = new HashSet<>();

  /** The kernel has one address of a subnet on an interface, whatever its label. */
  private record Place(String link, Subnet subnet) {
    static Place of(LinkAddress address) {
      return new Place(address.link(), address.subnet());
    }
  }

  /** Copies the list, which is in the kernel's order. */
  public NodeAddresses(List<LinkAddress> addresses) {
    this.addresses = List.copyOf(addresses);
    byAddress = grouped(LinkAddress::address);
    byLink = grouped(LinkAddress::link);
    this.addresses.forEach(address -> places.add(Place.of(address)));
  }

  private <K> Map<K, List<LinkAddress>> grouped(Function<LinkAddress, K> key) {
    return addresses.stream().collect(Collectors.groupingBy(key));
  }

  /** {@return where this address stands, in the kernel's order} */
  public List<LinkAddress> at(IpAddress address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /** {@return the addresses of an interface, in the kernel's order} */
  public List<LinkAddress> on(String link) {
    return byLink.getOrDefault(link, List.of());
  }

  /** {@return whether this address stands on its interface with its prefix, whatever its label} */
  public boolean has(LinkAddress address) {
    return places.contains(Place.of(address));
  }

  @Override
  public LinkAddress get(int position) {
    return addresses.get(position);
  }

  @Override
  public int size() {
    return addresses.size();
  }
}
