package io.lvsoperator.linux;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.KernelContract;
import io.lvsoperator.model.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The real kernel keeps the contract, through our adapters. */
@Tag("kernel")
class LinuxKernelContractTest extends KernelContract {
  private TutorialNamespace namespace;
  private LinuxKernel linux;

  @BeforeEach
  void open() {
    namespace = new TutorialNamespace();
    linux = LinuxKernel.open(new MemoryMemo());
  }

  @AfterEach
  void close() {
    linux.close();
    namespace.close();
  }

  @Override
  protected void routerAdvertises() throws InterruptedException {
    RouterAdvertisement advertisement = new RouterAdvertisement("wire");
    for (int i = 0; i < 100 && !isHeard(); i++) {
      advertisement.send();
      Thread.sleep(100);
    }
  }

  private boolean isHeard() {
    return linux.kernel().routes().defaults().stream()
        .anyMatch(r -> r.protocol() == Route.FROM_ROUTER_ADVERTISEMENT);
  }

  @Override
  protected Kernel kernel() {
    return linux.kernel();
  }
}
