package io.lvsoperator.kernel;

import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;

/** Our nftables table. */
public interface PacketTable {
  /** {@return what stands there now} */
  PacketTableState read();

  /**
   * Puts these rules there in one transaction, whatever stood there.
   *
   * @throws KernelException if nft refuses them; the old rules stay then
   */
  void replace(PacketRules rules);

  /** Deletes the table; nothing happens if there is none. */
  void delete();
}
