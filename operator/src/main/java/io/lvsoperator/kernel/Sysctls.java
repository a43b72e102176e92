package io.lvsoperator.kernel;

import io.lvsoperator.model.Sysctl;
import java.util.Optional;

/** Kernel parameters. */
public interface Sysctls {
  /** {@return the value, trimmed; empty where this kernel has no such parameter} */
  Optional<String> read(Sysctl sysctl);

  /**
   * Writes a value.
   *
   * @throws KernelException {@code ENOENT} where there is no such parameter, {@code EROFS} where
   *     /proc/sys is read-only
   */
  void write(Sysctl sysctl, String value);
}
