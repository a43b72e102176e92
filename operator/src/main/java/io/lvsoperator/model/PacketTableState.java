package io.lvsoperator.model;

import java.util.List;

/** What stands in the kernel where our nftables table belongs. */
public sealed interface PacketTableState {
  /** No table of our name. */
  record Absent() implements PacketTableState {}

  /**
   * The table stands exactly as we wrote it.
   *
   * @param statements what we wrote, {@link PacketRules#statements()}
   */
  record Verbatim(List<String> statements) implements PacketTableState {
    /** Copies the list. */
    public Verbatim {
      statements = List.copyOf(statements);
    }
  }

  /** There is a table of our name, but it is not known to be what we wrote. */
  record Altered() implements PacketTableState {}
}
