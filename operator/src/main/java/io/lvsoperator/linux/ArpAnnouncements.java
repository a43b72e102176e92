package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gratuitous ARP and ARP probes over packet sockets. IPv4 only: for IPv6 neighbour discovery has to
 * take its place.
 */
final class ArpAnnouncements implements Announcements {
  private static final int PROBES = 3;

  /** RFC 5227 waits 1 to 2 s between probes, for hosts that boot; a director can't wait so long. */
  private static final long MILLIS_BETWEEN_PROBES = 330;

  private final RouteClient client;

  ArpAnnouncements(RouteClient client) {
    this.client = client;
  }

  @Override
  public void announce(String link, IpAddress address) {
    String operation = "arping -U -c 1 -I " + link + " " + address;
    Function<Port, Boolean> sending =
        port -> {
          port.send(ArpFrame.announcement(port.mac(), address));
          return true;
        };
    onLink(link, address, operation, sending);
  }

  @Override
  public ProbeResult probe(String link, IpAddress address) {
    String operation = "arping -D -c " + PROBES + " -I " + link + " " + address;
    return onLink(link, address, operation, port -> probe(port, address));
  }

  private static ProbeResult probe(Port port, IpAddress address) {
    for (int i = 0; i < PROBES; i++) {
      port.send(ArpFrame.probe(port.mac(), address));
      Optional<MacAddress> owner = port.claimant(address);
      if (owner.isPresent()) {
        return new ProbeResult.InUse(owner.get());
      }
    }
    return new ProbeResult.Free();
  }

  private <T> T onLink(String link, IpAddress address, String operation, Function<Port, T> action) {
    if (address.family() != Family.IPV4) {
      throw new KernelException(operation, "EAFNOSUPPORT", "ARP knows only IPv4 addresses");
    }
    LinkInfo info = translated(() -> LinkIndex.read(client)).named(link, operation);
    MacAddress mac =
        LinuxLinks.mac(info)
            .orElseThrow(
                () ->
                    new KernelException(
                        operation, "EOPNOTSUPP", link + " is no Ethernet interface"));
    try (Port port = Port.open(Libc.linux(), info.index(), mac)) {
      return action.apply(port);
    } catch (LibcException e) {
      throw new KernelException(
          operation, e.errno().name(), e.call() + ": " + Failures.meaning(e.errno()), e);
    }
  }

  /** A packet socket for the ARP of one interface. */
  private record Port(Libc libc, int fd, int index, MacAddress mac) implements AutoCloseable {
    static Port open(Libc libc, int index, MacAddress mac) {
      // Protocol 0 receives nothing until bind names interface and protocol: no stray frames.
      int type = Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC;
      Port port = new Port(libc, libc.socket(Sockets.AF_PACKET, type, 0), index, mac);
      try {
        libc.bind(port.fd, SocketAddresses.packet(ArpFrame.ETHER_TYPE, index));
        return port;
      } catch (LibcException e) {
        port.close();
        throw e;
      }
    }

    void send(ArpFrame frame) {
      byte[] everybody = {-1, -1, -1, -1, -1, -1};
      libc.sendto(
          fd, frame.toBuffer(), 0, SocketAddresses.packet(ArpFrame.ETHER_TYPE, index, everybody));
    }

    /** Waits for somebody who has the address, until it is time for the next probe. */
    Optional<MacAddress> claimant(IpAddress address) {
      long end = System.nanoTime() + MILLIS_BETWEEN_PROBES * 1_000_000;
      ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
      long left = MILLIS_BETWEEN_PROBES;
      while (left > 0) {
        Optional<MacAddress> claimant =
            receive(buffer, (int) left)
                .filter(frame -> frame.claims(address, mac))
                .map(ArpFrame::senderMac);
        if (claimant.isPresent()) {
          return claimant;
        }
        left = (end - System.nanoTime()) / 1_000_000;
      }
      return Optional.empty();
    }

    private Optional<ArpFrame> receive(ByteBuffer buffer, int millis) {
      try {
        if (libc.poll(new int[] {fd}, Sockets.POLLIN, millis)[0] == 0) {
          return Optional.empty();
        }
        int length = libc.recv(fd, buffer.clear(), Sockets.MSG_DONTWAIT);
        return ArpFrame.parse(buffer.limit(length));
      } catch (LibcException e) {
        if (e.errno() == Errno.EINTR || e.errno() == Errno.EAGAIN) {
          return Optional.empty();
        }
        throw e;
      }
    }

    @Override
    public void close() {
      libc.close(fd);
    }
  }
}
