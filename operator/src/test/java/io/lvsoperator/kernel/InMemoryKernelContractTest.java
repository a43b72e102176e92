package io.lvsoperator.kernel;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import java.util.Optional;

/** The kernel in memory keeps the contract. */
class InMemoryKernelContractTest extends KernelContract {
  private final InMemoryKernel kernel =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16").forceForwarding();

  InMemoryKernelContractTest() {
    kernel.routes.add(
        new Route(
            Route.MAIN,
            Subnet.parse("0.0.0.0/0"),
            Optional.of(IpAddress.parse("10.23.0.1")),
            "eth0",
            3));
  }

  @Override
  protected void routerAdvertises() {
    kernel.routerAdvertises("eth0", IpAddress.parse("fe80::99"));
  }

  @Override
  protected Kernel kernel() {
    return kernel.kernel();
  }
}
