package io.lvsoperator.linux;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A lock of this network namespace: an abstract socket name, which is per namespace, needs no file,
 * and is given back by the kernel however its process ends.
 */
public final class NamespaceLock implements AutoCloseable {
  private static final String NAME = "lvs-operator/";
  private static final int CREDENTIALS = 12;

  /** Who asks for the holder stays queued, since the holder never accepts: leave room for many. */
  private static final int BACKLOG = 4096;

  private final Libc libc;
  private final int fd;
  private boolean closed;

  private NamespaceLock(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /**
   * Takes the lock if it is free.
   *
   * @param purpose such as {@code agent}
   * @return empty if another process has it
   */
  public static Optional<NamespaceLock> tryAcquire(String purpose) {
    Libc libc = Libc.linux();
    int fd = socket(libc);
    try {
      libc.bind(fd, SocketAddresses.abstractUnix(NAME + purpose));
      libc.listen(fd, BACKLOG);
      return Optional.of(new NamespaceLock(libc, fd));
    } catch (LibcException e) {
      libc.close(fd);
      if (e.errno() == Errno.EADDRINUSE) {
        return Optional.empty();
      }
      throw failure(purpose, e);
    }
  }

  /**
   * The process that has the lock: its number in our process namespace, 0 if it is in another one.
   * Empty if nobody has it.
   */
  public static Optional<Long> holder(String purpose) {
    Libc libc = Libc.linux();
    int fd = socket(libc);
    try {
      libc.connect(fd, SocketAddresses.abstractUnix(NAME + purpose));
      byte[] credentials =
          libc.getsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_PEERCRED, CREDENTIALS);
      ByteBuffer fields = ByteBuffer.wrap(credentials).order(ByteOrder.nativeOrder());
      return Optional.of((long) fields.getInt());
    } catch (LibcException e) {
      return switch (e.errno()) {
        case ECONNREFUSED -> Optional.empty();
        // Its queue is full: it is there, but does not say who it is.
        case EAGAIN -> Optional.of(0L);
        default -> throw failure(purpose, e);
      };
    } finally {
      libc.close(fd);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }

  private static int socket(Libc libc) {
    int type = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC | Sockets.SOCK_NONBLOCK;
    return libc.socket(Sockets.AF_UNIX, type, 0);
  }

  private static KernelException failure(String purpose, LibcException e) {
    return new KernelException(
        "lock this network namespace for " + purpose, e.errno().name(), e.call() + " failed", e);
  }
}
