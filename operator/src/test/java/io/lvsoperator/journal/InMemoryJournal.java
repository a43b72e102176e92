package io.lvsoperator.journal;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;

/** A journal without a disk, by the rules of the one that has one. */
public final class InMemoryJournal implements Journal {
  private Ownership ownership = Ownership.NONE;
  private Ownership earlier = Ownership.NONE;

  @Override
  public Ownership ownership() {
    return ownership;
  }

  @Override
  public void before(Change change) {
    earlier = ownership;
    ownership = Ledger.before(earlier, change, true);
  }

  @Override
  public void after(Change change) {
    ownership = Ledger.after(ownership, change);
  }

  @Override
  public void refused(Change change, KernelException why) {
    if (!why.errno().isEmpty()) {
      ownership = Ledger.refused(ownership, earlier, change);
    }
  }
}
