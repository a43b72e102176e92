package io.lvsoperator.cli;

import io.lvsoperator.journal.JournalHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What names this machine's boot and this process's network namespace. */
final class Host {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path FIRMWARE_ID = Path.of("/sys/class/dmi/id/product_uuid");
  private static final Path SYSTEM_ID = Path.of("/etc/machine-id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/net");

  private Host() {}

  /**
   * {@return the kernel's boot id, the same one that kubelets report}
   *
   * @throws Sentence if this is no Linux with {@code /proc}
   */
  static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new Sentence("cannot read " + BOOT_ID + ": this needs Linux with /proc", e);
    }
  }

  /**
   * {@return what names this machine, whatever it boots: the firmware's UUID, which a pod sees too,
   * else systemd's id; empty where there is neither}
   */
  static String machineId() {
    return Stream.of(FIRMWARE_ID, SYSTEM_ID)
        .map(Host::text)
        .filter(t -> !t.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String text(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException absent) { // not every machine has one
      return "";
    }
  }

  /** {@return the header of a journal that is begun here} */
  static JournalHeader header() {
    try {
      return JournalHeader.of(bootId(), Files.readSymbolicLink(NAMESPACE).toString());
    } catch (IOException e) {
      throw new Sentence("cannot read " + NAMESPACE + ": this needs Linux with /proc", e);
    }
  }

  /** {@return as {@code uname -r} prints it} */
  static String kernelRelease() {
    return System.getProperty("os.version");
  }
}
