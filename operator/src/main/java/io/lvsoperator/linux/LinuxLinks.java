package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.Links;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import java.util.List;
import java.util.Optional;

/** Interfaces by rtnetlink. */
final class LinuxLinks implements Links {
  private static final int ETHERNET = 1;

  private final RouteClient client;

  LinuxLinks(RouteClient client) {
    this.client = client;
  }

  @Override
  public List<Link> links() {
    return translated(() -> LinkIndex.read(client).map(LinuxLinks::link));
  }

  /** The Ethernet address; tunnels have none, though their field may hold four bytes. */
  static Optional<MacAddress> mac(LinkInfo link) {
    return link.type() == ETHERNET
        ? link.hardwareAddress().map(MacAddress::parse)
        : Optional.empty();
  }

  private static Link link(LinkInfo link) {
    return new Link(
        link.index(), link.name(), mac(link), link.mtu(), link.up(), link.loopback(), link.kind());
  }
}
