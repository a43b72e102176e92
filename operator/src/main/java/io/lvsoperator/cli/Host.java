package io.lvsoperator.cli;

import io.lvsoperator.journal.JournalHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What names this machine's boot and this process's network namespace. */
final class Host {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
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
