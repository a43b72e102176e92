package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.LinkAddress;
import java.util.List;

/** The addresses of {@link InMemoryKernel}. */
final class InMemoryAddresses implements Addresses {
  private final InMemoryKernel kernel;

  InMemoryAddresses(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public List<LinkAddress> addresses() {
    return List.copyOf(kernel.addresses);
  }

  @Override
  public boolean keepsProtocol() {
    return true;
  }

  @Override
  public List<Answer> apply(List<? extends Change.OfAddresses> changes) {
    return kernel.<Change.OfAddresses>each(
        changes,
        change -> {
          switch (change) {
            case Change.AddAddress c -> add(c.address());
            case Change.DeleteAddress c -> delete(c.address());
          }
        });
  }

  private void add(LinkAddress address) {
    String operation = "ip addr add " + address.addOptions();
    InMemoryKernel.require(kernel.hasLink(address.link()), operation, "ENODEV");
    InMemoryKernel.require(!present(address), operation, "EEXIST");
    kernel.write(operation);
    kernel.addresses.add(address);
  }

  private void delete(LinkAddress address) {
    String operation = "ip addr del " + address.subnet() + " dev " + address.link();
    InMemoryKernel.require(present(address), operation, "EADDRNOTAVAIL");
    kernel.write(operation);
    kernel.addresses.removeIf(a -> same(a, address));
  }

  private boolean present(LinkAddress address) {
    return kernel.addresses.stream().anyMatch(a -> same(a, address));
  }

  private static boolean same(LinkAddress a, LinkAddress b) {
    return a.link().equals(b.link()) && a.subnet().equals(b.subnet());
  }
}
