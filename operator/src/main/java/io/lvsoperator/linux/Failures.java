package io.lvsoperator.linux;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.netlink.NetlinkException;
import java.util.function.Supplier;

/** Turns the errors of what lies below into those of the ports. */
final class Failures {
  private Failures() {}

  /** Runs {@code action} and translates its error. */
  static void translated(Runnable action) {
    translated(
        () -> {
          action.run();
          return true;
        });
  }

  /** Calls {@code read} and translates its error. */
  static <T> T translated(Supplier<T> read) {
    try {
      return read.get();
    } catch (NetlinkException e) {
      throw translate(e);
    }
  }

  /** {@return the error as the ports tell it} */
  static KernelException translate(NetlinkException e) {
    return new KernelException(
        e.operation(), e.errno().name(), e.detail().isEmpty() ? meaning(e.errno()) : e.detail(), e);
  }

  /** What an error number means where the kernel gives no words. */
  static String meaning(Errno errno) {
    return switch (errno) {
      case EEXIST -> "it is there already";
      case ENOENT, ESRCH -> "it is not there";
      case EADDRNOTAVAIL -> "there is no such address";
      case ENODEV -> "there is no such interface";
      case ENETDOWN -> "the interface is down";
      case ENETUNREACH -> "the gateway is on no link";
      case EPERM -> "CAP_NET_ADMIN or CAP_NET_RAW is missing";
      case EROFS -> "/proc/sys is mounted read-only: the agent's container must be privileged";
      default -> "the kernel gives no reason";
    };
  }
}
