package io.lvsoperator.linux;

import io.lvsoperator.kernel.PacketTableMemo;
import java.util.Optional;

/** A memo that lasts as long as the test. */
final class MemoryMemo implements PacketTableMemo {
  private Optional<Entry> entry = Optional.empty();

  @Override
  public Optional<Entry> load() {
    return entry;
  }

  @Override
  public void store(Entry stored) {
    entry = Optional.of(stored);
  }

  @Override
  public void clear() {
    entry = Optional.empty();
  }
}
