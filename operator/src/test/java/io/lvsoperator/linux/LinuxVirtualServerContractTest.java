package io.lvsoperator.linux;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.VirtualServerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The real kernel keeps the contract about virtual servers, through our adapters. */
@Tag("kernel")
class LinuxVirtualServerContractTest extends VirtualServerContract {
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
  protected Kernel kernel() {
    return linux.kernel();
  }
}
