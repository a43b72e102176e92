package io.lvsoperator.linux;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A packet socket for the frames of one protocol on one Ethernet interface. Close it to close the
 * socket.
 *
 * @param libc how the kernel is called
 * @param fd the socket
 * @param index the interface
 * @param mac the interface's Ethernet address
 * @param protocol what is spoken
 */
record FramePort(Libc libc, int fd, int index, MacAddress mac, AddressProtocol protocol)
    implements AutoCloseable {
  private static final int LARGEST_FRAME = 2048;

  static FramePort open(Libc libc, int index, MacAddress mac, AddressProtocol protocol) {
    // Protocol 0 receives nothing until bind names interface and protocol: no stray frames.
    int type = Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC;
    FramePort port =
        new FramePort(libc, libc.socket(Sockets.AF_PACKET, type, 0), index, mac, protocol);
    try {
      if (protocol.filter().length > 0) {
        libc.attachFilter(port.fd, protocol.filter());
      }
      libc.bind(port.fd, SocketAddresses.packet(protocol.etherType(), index));
      return port;
    } catch (LibcException e) {
      port.close();
      throw e;
    }
  }

  /** Takes frames to these multicast addresses too. */
  void join(byte[] multicast) {
    libc.setsockopt(
        fd,
        Sockets.SOL_PACKET,
        Sockets.PACKET_ADD_MEMBERSHIP,
        SocketAddresses.packetMembership(index, multicast));
  }

  /** Sends a frame to whom its first six bytes name. */
  void send(ByteBuffer frame) {
    byte[] destination = new byte[6];
    frame.get(frame.position(), destination);
    libc.sendto(fd, frame, 0, SocketAddresses.packet(protocol.etherType(), index, destination));
  }

  /** The next frame, if one comes within so many milliseconds; it is valid until the next call. */
  Optional<ByteBuffer> receive(int millis) {
    try {
      if (libc.poll(new int[] {fd}, Sockets.POLLIN, millis)[0] == 0) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_FRAME);
      int length = libc.recv(fd, buffer, Sockets.MSG_DONTWAIT);
      return Optional.of(buffer.limit(length));
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
