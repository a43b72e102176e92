package io.lvsoperator.kernel;

import io.lvsoperator.model.FouPort;
import java.util.Set;

/** The UDP ports of {@link InMemoryKernel} at which tunnels end. */
final class InMemoryFouPorts implements FouPorts {
  private final InMemoryKernel kernel;

  InMemoryFouPorts(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public Set<FouPort> fouPorts() {
    return Set.copyOf(kernel.fouPorts);
  }

  @Override
  public void add(FouPort port) {
    String operation = "ip fou add " + port.options();
    boolean taken = kernel.fouPorts.stream().anyMatch(port::samePlace);
    InMemoryKernel.require(!taken, operation, "EADDRINUSE");
    kernel.write(operation);
    kernel.fouPorts.add(port);
  }

  @Override
  public void delete(FouPort port) {
    String operation = "ip fou del " + port.options();
    boolean there = kernel.fouPorts.stream().anyMatch(port::samePlace);
    InMemoryKernel.require(there, operation, "EINVAL");
    kernel.write(operation);
    kernel.fouPorts.removeIf(port::samePlace);
  }
}
