package io.lvsoperator.kernel;

/** The kernel in memory keeps the contract about devices. */
class InMemoryDeviceContractTest extends DeviceContract {
  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16", "fd00::184/64");

  @Override
  protected Kernel kernel() {
    return kernel.kernel();
  }
}
