package io.lvsoperator.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Remembers, across restarts, how the kernel lists the rules that we wrote. nft lists rules in its
 * own words, which differ between its versions; so what we wrote is recognised by what was listed
 * right after.
 */
public interface PacketTableMemo {
  /** {@return what was remembered last, if anything} */
  Optional<Entry> load();

  /** Remembers this instead. */
  void store(Entry entry);

  /** Forgets it. */
  void clear();

  /**
   * What we wrote and how it is listed.
   *
   * @param statements what we wrote
   * @param listing a digest of what nft listed right after
   */
  record Entry(List<String> statements, String listing) {
    /** Copies the list. */
    public Entry {
      statements = List.copyOf(statements);
    }
  }
}
