package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** A netlink socket of this thread's network namespace. */
final class NetlinkSocket implements Transport {
  /** Above the largest batch by the largest single message. */
  private static final int SEND_BUFFER = 32 * 1024;

  /** From 32 KiB on the kernel fills its largest dump datagrams. */
  private static final int RECEIVE_BUFFER = 64 * 1024;

  /** Room for 2730 answers rather than 277; without CAP_NET_ADMIN the default stays. */
  private static final int KERNEL_QUEUE = 1024 * 1024;

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** What a closed socket has in place of a descriptor: no other file gets our calls. */
  private static final int CLOSED = -1;

  private final Libc libc;
  private final int protocol;
  private final ByteBuffer out = buffer(SEND_BUFFER);
  private final ByteBuffer in = buffer(RECEIVE_BUFFER);
  private int fd = CLOSED;

  private NetlinkSocket(Libc libc, int protocol) {
    this.libc = libc;
    this.protocol = protocol;
  }

  /**
   * Opens a socket of one netlink protocol.
   *
   * @throws NetlinkException if the kernel has no such protocol
   */
  static NetlinkSocket open(int protocol) {
    NetlinkSocket socket = new NetlinkSocket(Libc.linux(), protocol);
    socket.open();
    return socket;
  }

  /** Receives the events of a multicast group from now on. */
  void join(int group) {
    try {
      option(Nl.NETLINK_ADD_MEMBERSHIP, group);
    } catch (LibcException e) {
      close();
      throw new NetlinkException(
          "join group " + group + " of netlink protocol " + protocol, e.errno(), e.getMessage());
    }
  }

  /** True if there is something to receive (or an error to learn) before the timeout. */
  boolean await(Duration timeout) {
    int millis = Math.clamp(timeout.toMillis(), 0, Integer.MAX_VALUE);
    try {
      return libc.poll(new int[] {fd}, Sockets.POLLIN, millis)[0] != 0;
    } catch (LibcException e) {
      if (e.errno() == Errno.EINTR) {
        return false;
      }
      throw failure(e);
    }
  }

  @Override
  public ByteBuffer sendBuffer() {
    return out.clear();
  }

  @Override
  public void send() {
    out.flip();
    while (true) {
      try {
        libc.send(fd, out, 0);
        return;
      } catch (LibcException e) {
        if (e.errno() != Errno.EINTR) {
          throw failure(e);
        }
      }
    }
  }

  @Override
  public ByteBuffer receive() {
    long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new NetlinkException(
            "receive from netlink",
            Errno.ETIMEDOUT,
            "no answer in " + ANSWER_TIMEOUT.toSeconds() + " s");
      }
      if (await(Duration.ofNanos(left)) && receiveFromKernel()) {
        return in;
      }
    }
  }

  @Override
  public void renew() {
    close();
    open();
  }

  @Override
  public void close() {
    if (fd != CLOSED) {
      libc.close(fd);
      fd = CLOSED;
    }
  }

  private void open() {
    try {
      fd = libc.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, protocol);
      libc.bind(fd, SocketAddresses.netlink());
      optional(Nl.NETLINK_EXT_ACK);
      optional(Nl.NETLINK_CAP_ACK);
      optional(Nl.NETLINK_GET_STRICT_CHK);
      enlargeQueue();
    } catch (LibcException e) {
      close();
      throw new NetlinkException(
          "open a netlink socket of protocol " + protocol, e.errno(), e.getMessage());
    }
  }

  private void enlargeQueue() {
    byte[] size = nativeInt(KERNEL_QUEUE);
    try {
      libc.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, size);
    } catch (LibcException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      libc.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, size);
    }
  }

  /** False if the datagram came from another process: anybody may write to a netlink port. */
  private boolean receiveFromKernel() {
    try {
      Libc.Received received =
          libc.recvfrom(fd, in.clear(), Sockets.MSG_TRUNC | Sockets.MSG_DONTWAIT);
      if (SocketAddresses.netlinkPort(received.address()) != 0) {
        return false;
      }
      if (received.length() > in.capacity()) {
        throw new NetlinkException(
            "receive from netlink",
            Errno.EMSGSIZE,
            "a datagram of " + received.length() + " bytes");
      }
      in.limit(received.length());
      return true;
    } catch (LibcException e) {
      if (e.errno() == Errno.EINTR || e.errno() == Errno.EAGAIN) {
        return false;
      }
      throw failure(e);
    }
  }

  /** Older kernels know fewer options: texts are missing then, and dumps filter less. */
  private void optional(int option) {
    try {
      option(option, 1);
    } catch (LibcException e) {
      if (e.errno() != Errno.ENOPROTOOPT) {
        throw e;
      }
    }
  }

  private void option(int option, int value) {
    libc.setsockopt(fd, Sockets.SOL_NETLINK, option, nativeInt(value));
  }

  private static NetlinkException failure(LibcException e) {
    return new NetlinkException("netlink " + e.call(), e.errno(), e.getMessage());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  private static byte[] nativeInt(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
