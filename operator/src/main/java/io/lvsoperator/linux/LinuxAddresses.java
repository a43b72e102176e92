package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.Addresses;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.netlink.AddressInfo;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.RouteCommand;
import java.util.List;
import java.util.Map;

/** Addresses by rtnetlink. */
final class LinuxAddresses implements Addresses {
  /** {@code IFAPROT_KERNEL_LO}: what kernels that keep the number put on their loopback. */
  private static final int KERNEL_LOOPBACK = 1;

  private static final int SCOPE_GLOBAL = 0;
  private static final int SCOPE_HOST = 254;

  private final RouteClient client;
  private final KernelRelease release;

  LinuxAddresses(RouteClient client, KernelRelease release) {
    this.client = client;
    this.release = release;
  }

  @Override
  public List<LinkAddress> addresses() {
    return translated(
        () -> {
          List<AddressInfo> addresses = client.addresses();
          // Read second, so that every address finds its interface unless that is gone again.
          Map<Integer, String> names = LinkIndex.read(client).names();
          return addresses.stream()
              .filter(address -> names.containsKey(address.interfaceIndex()))
              .map(address -> value(address, names.get(address.interfaceIndex())))
              .toList();
        });
  }

  /**
   * Asked without touching anything: a kernel that keeps the number has put one of its own on
   * 127.0.0.1. Where that address is missing its release decides: 5.18 brought it.
   */
  @Override
  public boolean keepsProtocol() {
    List<AddressInfo> loopback =
        translated(client::addresses).stream()
            .filter(address -> address.address().isLoopbackAddress())
            .toList();
    return loopback.isEmpty()
        ? release.atLeast(5, 18)
        : loopback.stream().anyMatch(address -> address.protocol() == KERNEL_LOOPBACK);
  }

  @Override
  public void add(LinkAddress address) {
    String operation = "ip addr add " + address.addOptions();
    translated(
        () -> client.execute(new RouteCommand.AddAddress(operation, info(address, operation))));
  }

  @Override
  public void delete(LinkAddress address) {
    String operation = "ip addr del " + address.subnet() + " dev " + address.link();
    translated(
        () -> client.execute(new RouteCommand.DeleteAddress(operation, info(address, operation))));
  }

  private AddressInfo info(LinkAddress address, String operation) throws KernelException {
    return new AddressInfo(
        LinkIndex.read(client).named(address.link(), operation).index(),
        IpvsValues.inet(address.address()),
        address.subnet().prefixLength(),
        address.protocol(),
        address.address().isLoopback() ? SCOPE_HOST : SCOPE_GLOBAL);
  }

  private static LinkAddress value(AddressInfo address, String link) {
    return new LinkAddress(
        link,
        new Subnet(IpvsValues.address(address.address()), address.prefixLength()),
        address.protocol());
  }
}
