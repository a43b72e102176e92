package io.lvsoperator.kernel;

/** The kernel in memory keeps the contract about virtual servers. */
class InMemoryVirtualServerContractTest extends VirtualServerContract {
  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16");

  @Override
  protected Kernel kernel() {
    return kernel.kernel();
  }
}
