package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
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
   * Adds addresses with their protocol number and deletes others, in this order. One that is
   * refused does not stop those behind it: {@code EEXIST} if it is there, {@code ENODEV} if its
   * interface is not, {@code EADDRNOTAVAIL} if what shall go is not there.
   *
   * @return what came of each, in their order
   * @throws KernelException if that cannot be told
   */
  List<Answer> apply(List<? extends Change.OfAddresses> changes);
}
