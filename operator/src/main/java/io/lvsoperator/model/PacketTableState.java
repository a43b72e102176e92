package io.lvsoperator.model;

/** What stands in the kernel where our nftables table belongs. */
public sealed interface PacketTableState {
  /** {@return what our table is known to do; nothing where that is not known} */
  default PacketRules known() {
    return switch (this) {
      case Ours(PacketRules rules) -> rules;
      case Absent _, Altered _ -> PacketRules.NONE;
    };
  }

  /** No table of our name. */
  record Absent() implements PacketTableState {}

  /**
   * The table stands exactly as we wrote it.
   *
   * @param rules what we wrote
   */
  record Ours(PacketRules rules) implements PacketTableState {}

  /** There is a table of our name, but it is not known to be what we wrote. */
  record Altered() implements PacketTableState {}
}
