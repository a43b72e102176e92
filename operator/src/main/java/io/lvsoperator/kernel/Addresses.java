package io.lvsoperator.kernel;

import io.lvsoperator.model.LinkAddress;
import java.util.List;

/** The addresses on the interfaces. */
public interface Addresses {
  /** {@return every address of this network namespace} */
  List<LinkAddress> addresses();

  /**
   * {@return whether the kernel gives the protocol number of an address back} It does from Linux
   * 5.18; before, what is ours is in the journal.
   */
  boolean keepsProtocol();

  /**
   * Adds an address with its protocol number.
   *
   * @throws KernelException {@code EEXIST} if it is there, {@code ENODEV} if its interface is not
   */
  void add(LinkAddress address);

  /**
   * Deletes an address.
   *
   * @throws KernelException {@code EADDRNOTAVAIL} if it is not there
   */
  void delete(LinkAddress address);
}
