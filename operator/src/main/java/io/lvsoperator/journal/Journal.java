package io.lvsoperator.journal;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;
import java.util.List;

/**
 * Remembers what is ours. Every run of changes of the kernel goes between {@code before} and {@code
 * after}.
 */
public interface Journal {
  /** {@return what is ours now} */
  Ownership ownership();

  /**
   * Notes, before the kernel is touched, what these changes will make ours.
   *
   * @throws JournalException if it cannot be written; the kernel must not be touched then
   */
  void before(List<Change> changes);

  /**
   * Notes, after the kernel has answered, what the changes of the same run have given away, and
   * takes back what {@link #before} noted of those that the kernel has said it did not do: what
   * somebody else added in the meantime must not become ours.
   *
   * @param done what the kernel has done
   * @param refused what it has not done; of what is in neither list nobody knows
   * @throws JournalException if it cannot be written
   */
  void after(List<Change> done, List<Change> refused);
}
