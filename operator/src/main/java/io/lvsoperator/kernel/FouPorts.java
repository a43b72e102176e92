package io.lvsoperator.kernel;

import io.lvsoperator.model.FouPort;
import java.util.Set;

/** UDP ports at which the kernel unwraps packets ({@code ip fou}). */
public interface FouPorts {
  /**
   * {@return all such ports of this network namespace} None where the kernel's module is not
   * loaded, and asking does not load it.
   */
  Set<FouPort> fouPorts();

  /**
   * Adds one, after loading the module if need be.
   *
   * @throws KernelException {@code EADDRINUSE} if a socket has this port, {@code ENOENT} if this
   *     kernel has no such module or we may not load it
   */
  void add(FouPort port);

  /**
   * Deletes one.
   *
   * @throws KernelException {@code EINVAL} if it is not there, {@code ENOENT} if the module is not
   *     loaded
   */
  void delete(FouPort port);
}
