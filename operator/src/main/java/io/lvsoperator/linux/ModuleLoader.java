package io.lvsoperator.linux;

import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.LibcException;
import io.lvsoperator.ffm.Sockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the kernel load a module by its name, for the few that it does not load when they are
 * needed. The kernel runs the host's modprobe then, as it does for all others, so that nothing of
 * the host has to be mounted into our container.
 */
final class ModuleLoader {
  /** {@code struct ifreq} on 64-bit machines. */
  private static final int IFREQ = 40;

  /** {@code IFNAMSIZ} with its final 0. */
  private static final int LONGEST_NAME = 15;

  private final Path loaded;

  /**
   * @param loaded {@code /sys/module}, or a folder in tests
   */
  ModuleLoader(Path loaded) {
    this.loaded = loaded;
  }

  /**
   * Loads the module unless it is there. Whether it came, its use will tell.
   *
   * <p>Who asks for an interface that does not exist makes the kernel look for a module of that
   * name, provided that he may load modules ({@code dev_load} of {@code net/core/dev_ioctl.c};
   * needs CAP_SYS_MODULE). The answer is that there is no such interface, now as before.
   */
  void load(String module) {
    byte[] name = module.getBytes(StandardCharsets.US_ASCII);
    if (name.length > LONGEST_NAME) {
      throw new IllegalArgumentException("too long for a module's name: " + module);
    }
    if (Files.exists(loaded.resolve(module))) {
      return;
    }
    Libc libc = Libc.linux();
    int socket = libc.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0);
    try {
      libc.ioctl(socket, Sockets.SIOCGIFFLAGS, ByteBuffer.allocateDirect(IFREQ).put(0, name));
    } catch (LibcException e) {
      // ENODEV: as said.
    } finally {
      libc.close(socket);
    }
  }
}
