package io.lvsoperator.journal;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;
import java.util.List;

/** A journal without a disk, by the rules of the one that has one. */
public final class InMemoryJournal implements Journal {
  private Ownership ownership = Ownership.NONE;
  private Ownership earlier = Ownership.NONE;

  @Override
  public Ownership ownership() {
    return ownership;
  }

  @Override
  public void before(List<Change> changes) {
    earlier = ownership;
    ownership = Ledger.before(earlier, changes, true);
  }

  @Override
  public void after(List<Change> done, List<Change> refused) {
    ownership = Ledger.after(ownership, earlier, done, refused);
  }
}
