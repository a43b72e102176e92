package io.lvsoperator.linux;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.Sysctls;
import io.lvsoperator.model.Sysctl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Kernel parameters as files below {@code /proc/sys}: their paths are unambiguous also for
 * interfaces with dots in their names.
 */
final class ProcSysctls implements Sysctls {
  private final Path root;

  /**
   * @param root {@code /proc/sys}, or a folder in tests
   */
  ProcSysctls(Path root) {
    this.root = root;
  }

  @Override
  public Optional<String> read(Sysctl sysctl) {
    try {
      return Optional.of(Files.readString(file(sysctl), StandardCharsets.UTF_8).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("sysctl " + sysctl, e);
    }
  }

  @Override
  public void write(Sysctl sysctl, String value) {
    try {
      // The kernel takes a value in one write; never create what is not there.
      Files.writeString(
          file(sysctl), value + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure("sysctl -w " + sysctl + "=" + value, e);
    }
  }

  private Path file(Sysctl sysctl) {
    return root.resolve(sysctl.path());
  }

  private static KernelException failure(String operation, IOException e) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return new KernelException(operation, "ENOENT", "this kernel has no such parameter", e);
    }
    if (text.contains("Read-only file system")) {
      String detail = Failures.meaning(Errno.EROFS);
      return new KernelException(operation, "EROFS", detail, e);
    }
    if (e instanceof AccessDeniedException) {
      return new KernelException(operation, "EACCES", "root is needed", e);
    }
    if (text.contains("Invalid argument")) {
      return new KernelException(operation, "EINVAL", "the kernel takes no such value", e);
    }
    return new KernelException(operation, "EIO", text, e);
  }
}
