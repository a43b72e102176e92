package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.Links;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.RouteCommand;
import io.lvsoperator.netlink.TunnelInfo;
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

  @Override
  public List<OwnLink> owned() {
    return translated(() -> LinkIndex.read(client).map(LinuxLinks::own)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void add(OwnLink link) {
    Optional<TunnelInfo> tunnel =
        link.kind() == OwnLink.Kind.DUMMY
            ? Optional.empty()
            : Optional.of(
                new TunnelInfo(
                    link.local().map(IpvsValues::inet),
                    link.remote().map(IpvsValues::inet),
                    link.checksum()));
    String operation = "ip link add " + link.options();
    RouteCommand command =
        new RouteCommand.AddLink(
            operation, link.name(), Ownership.PROTOCOL, link.kind().kernelName(), tunnel);
    translated(() -> client.execute(command));
  }

  @Override
  public void delete(String name) {
    String operation = "ip link del " + name;
    translated(
        () -> client.execute(new RouteCommand.DeleteLink(operation, index(name, operation))));
  }

  /**
   * Asking for a device of that kind and name makes the kernel load the module; with it the
   * fallback device comes, and then that name is taken. Where the kernel makes the device that was
   * asked for, the module brings none into this namespace: ours would only look like it.
   */
  @Override
  public void load(FallbackLink link) {
    String operation = "modprobe " + link.module();
    try {
      translated(
          () ->
              client.execute(
                  new RouteCommand.AddLink(
                      operation, link.link(), 0, link.kind(), Optional.empty())));
    } catch (KernelException e) {
      if (e.errno().equals("EEXIST")) {
        return;
      }
      throw e;
    }
    delete(link.link());
    throw new KernelException(
        operation,
        "ENODEV",
        "there is no %s here: net.core.fb_tunnels_only_for_init_net forbids it"
            .formatted(link.link()));
  }

  @Override
  public void up(String name) {
    setState(name, true);
  }

  @Override
  public void down(String name) {
    setState(name, false);
  }

  private void setState(String name, boolean up) {
    String operation = "ip link set " + name + (up ? " up" : " down");
    translated(
        () -> client.execute(new RouteCommand.SetLinkState(operation, index(name, operation), up)));
  }

  private int index(String name, String operation) {
    return LinkIndex.read(client).named(name, operation).index();
  }

  /** The Ethernet address; tunnels have none, though their field may hold four bytes. */
  static Optional<MacAddress> mac(LinkInfo link) {
    return link.type() == ETHERNET
        ? link.hardwareAddress().map(MacAddress::parse)
        : Optional.empty();
  }

  private static Optional<OwnLink> own(LinkInfo link) {
    Optional<OwnLink.Kind> kind =
        link.group() == Ownership.PROTOCOL && OwnLink.hasOurName(link.name())
            ? OwnLink.Kind.of(link.kind())
            : Optional.empty();
    Optional<TunnelInfo> tunnel = link.tunnel();
    return kind.map(
        known ->
            new OwnLink(
                link.name(),
                known,
                tunnel.flatMap(TunnelInfo::local).map(IpvsValues::address),
                tunnel.flatMap(TunnelInfo::remote).map(IpvsValues::address),
                tunnel.filter(TunnelInfo::inputChecksum).isPresent()));
  }

  private static Link link(LinkInfo link) {
    return new Link(
        link.index(), link.name(), mac(link), link.mtu(), link.up(), link.loopback(), link.kind());
  }
}
