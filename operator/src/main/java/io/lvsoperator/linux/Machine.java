package io.lvsoperator.linux;

import io.lvsoperator.kernel.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What distinguishes this kernel's state from that of another boot or of another network namespace:
 * the header of the journal.
 *
 * @param bootId changes with every boot; a Node reports the same one
 * @param networkNamespace device and inode of the namespace; unique within a boot
 */
public record Machine(String bootId, String networkNamespace) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/net");

  /**
   * Reads both.
   *
   * @throws KernelException if {@code /proc} is not mounted
   */
  public static Machine read() {
    try {
      Object device = Files.getAttribute(NAMESPACE, "unix:dev");
      Object inode = Files.getAttribute(NAMESPACE, "unix:ino");
      return new Machine(Files.readString(BOOT_ID).strip(), device + ":" + inode);
    } catch (IOException e) {
      throw new KernelException("cat " + BOOT_ID, "", "/proc must be mounted", e);
    }
  }
}
