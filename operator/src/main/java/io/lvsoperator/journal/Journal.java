package io.lvsoperator.journal;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;

/** Remembers what is ours. Every change of the kernel goes between {@code before} and its end. */
public interface Journal {
  /** {@return what is ours now} */
  Ownership ownership();

  /**
   * Notes, before the kernel is touched, what this change will make ours.
   *
   * @throws JournalException if it cannot be written; the kernel must not be touched then
   */
  void before(Change change);

  /**
   * Notes, after the kernel has done it, what this change has given away.
   *
   * @throws JournalException if it cannot be written
   */
  void after(Change change);

  /**
   * Takes back what {@link #before} noted, where the kernel has said that it did not do it: what
   * somebody else added in the meantime must not become ours.
   *
   * @throws JournalException if it cannot be written
   */
  void refused(Change change, KernelException why);
}
