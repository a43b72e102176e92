package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.Addresses;
import io.lvsoperator.kernel.Answer;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.netlink.AddressInfo;
import io.lvsoperator.netlink.NetlinkException;
import io.lvsoperator.netlink.Outcome;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.RouteCommand;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
  public List<Answer> apply(List<? extends Change.OfAddresses> changes) {
    return translated(
        () -> {
          Map<String, Integer> numbers = LinkIndex.read(client).numbers();
          Iterator<Outcome> told =
              client
                  .apply(
                      changes.stream()
                          .filter(change -> numbers.containsKey(address(change).link()))
                          .map(change -> command(change, numbers))
                          .toList())
                  .iterator();
          List<Outcome> outcomes =
              changes.stream()
                  .map(c -> numbers.containsKey(address(c).link()) ? told.next() : nowhere(c))
                  .toList();
          return Answers.of(List.copyOf(changes), outcomes, this::standing);
        });
  }

  private static LinkAddress address(Change.OfAddresses change) {
    return switch (change) {
      case Change.AddAddress c -> c.address();
      case Change.DeleteAddress c -> c.address();
    };
  }

  private static RouteCommand command(Change.OfAddresses change, Map<String, Integer> numbers) {
    AddressInfo info = info(address(change), numbers.get(address(change).link()));
    return switch (change) {
      case Change.AddAddress c -> new RouteCommand.AddAddress(c.command(), info);
      case Change.DeleteAddress c -> new RouteCommand.DeleteAddress(c.command(), info);
    };
  }

  private static Outcome nowhere(Change.OfAddresses change) {
    String detail = "this node has no interface \"" + address(change).link() + "\"";
    return new Outcome.Refused(new NetlinkException(change.command(), Errno.ENODEV, detail));
  }

  /** Whether the addresses, as they are now, are as a change wanted them. */
  private Predicate<Change.OfAddresses> standing() {
    record Place(String link, Subnet subnet) {
      static Place of(LinkAddress address) {
        return new Place(address.link(), address.subnet());
      }
    }
    Set<Place> places = addresses().stream().map(Place::of).collect(Collectors.toSet());
    return change ->
        switch (change) {
          case Change.AddAddress c -> places.contains(Place.of(c.address()));
          case Change.DeleteAddress c -> !places.contains(Place.of(c.address()));
        };
  }

  private static AddressInfo info(LinkAddress address, int link) {
    return new AddressInfo(
        link,
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
