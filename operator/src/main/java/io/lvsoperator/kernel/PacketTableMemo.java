package io.lvsoperator.kernel;

import io.lvsoperator.model.PacketRules;
import java.util.Optional;

/**
 * Remembers, across restarts, our table and the kernel's own form of it. That form differs between
 * versions of nft and of the kernel; so what we wrote is recognised by what the kernel had right
 * after.
 */
public interface PacketTableMemo {
  /** {@return what was remembered last, if anything} */
  Optional<Entry> load();

  /** Remembers this instead. */
  void store(Entry entry);

  /** Forgets it. */
  void clear();

  /**
   * What we wrote and what the kernel made of it.
   *
   * @param rules what we wrote
   * @param fingerprint a digest of what the kernel had right after
   */
  record Entry(PacketRules rules, String fingerprint) {}
}
