package io.lvsoperator.linux;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.KernelContract;
import io.lvsoperator.kernel.PacketTableMemo;
import java.util.Optional;
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
    linux = LinuxKernel.open(new MemoInMemory());
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

  /** Remembers for the length of a test. */
  private static final class MemoInMemory implements PacketTableMemo {
    private Optional<Entry> entry = Optional.empty();

    @Override
    public Optional<Entry> load() {
      return entry;
    }

    @Override
    public void store(Entry other) {
      entry = Optional.of(other);
    }

    @Override
    public void clear() {
      entry = Optional.empty();
    }
  }
}
