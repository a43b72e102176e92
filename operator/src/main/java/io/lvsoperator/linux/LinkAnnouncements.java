package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import java.util.Optional;
import java.util.function.Function;

/** What is said and asked about addresses on Ethernet, over packet sockets. */
final class LinkAnnouncements implements Announcements {
  private static final int PROBES = 3;

  /** RFC 5227 waits 1 to 2 s between probes, for hosts that boot; a director can't wait so long. */
  private static final long MILLIS_BETWEEN_PROBES = 330;

  private final RouteClient client;

  LinkAnnouncements(RouteClient client) {
    this.client = client;
  }

  @Override
  public void announce(String link, IpAddress address) {
    Function<FramePort, Boolean> sending =
        port -> {
          port.send(port.protocol().announcement(port.mac(), address));
          return true;
        };
    onLink(link, address, new Change.Announce(link, address).command(), sending);
  }

  @Override
  public ProbeResult probe(String link, IpAddress address) {
    String operation =
        address.family() == Family.IPV4
            ? "arping -D -c " + PROBES + " -I " + link + " " + address
            : "ndisc6 -r " + PROBES + " " + address + " " + link;
    return onLink(link, address, operation, port -> probe(port, address));
  }

  private static ProbeResult probe(FramePort port, IpAddress address) {
    port.protocol().groups(address).forEach(port::join);
    for (int i = 0; i < PROBES; i++) {
      port.send(port.protocol().probe(port.mac(), address));
      Optional<MacAddress> owner = claimant(port, address);
      if (owner.isPresent()) {
        return new ProbeResult.InUse(owner.get());
      }
    }
    return new ProbeResult.Free();
  }

  /** Waits for somebody who has the address, until it is time for the next probe. */
  private static Optional<MacAddress> claimant(FramePort port, IpAddress address) {
    long end = System.nanoTime() + MILLIS_BETWEEN_PROBES * 1_000_000;
    long left = MILLIS_BETWEEN_PROBES;
    while (left > 0) {
      Optional<MacAddress> claimant =
          port.receive((int) left)
              .flatMap(frame -> port.protocol().claimant(frame, address, port.mac()));
      if (claimant.isPresent()) {
        return claimant;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return Optional.empty();
  }

  private <T> T onLink(
      String link, IpAddress address, String operation, Function<FramePort, T> action) {
    AddressProtocol protocol =
        address.family() == Family.IPV4 ? new ArpProtocol() : new NeighbourProtocol();
    LinkInfo info = translated(() -> LinkIndex.read(client)).named(link, operation);
    MacAddress mac =
        LinuxLinks.mac(info)
            .orElseThrow(
                () ->
                    new KernelException(
                        operation, "EOPNOTSUPP", link + " is no Ethernet interface"));
    try (FramePort port = FramePort.open(Libc.linux(), info.index(), mac, protocol)) {
      return action.apply(port);
    } catch (LibcException e) {
      throw new KernelException(
          operation, e.errno().name(), e.call() + ": " + Failures.meaning(e.errno()), e);
    }
  }
}
