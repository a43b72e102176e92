package io.lvsoperator.journal;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.VirtualServerKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A journal without a disk, by the rules of the one that has one. */
public final class InMemoryJournal implements Journal {
  private Ownership ownership = Ownership.NONE;
  private Ownership earlier = Ownership.NONE;

  @Override
  public Ownership ownership() {
    return ownership;
  }

  /** Notes virtual servers that stand already as ours. */
  public void own(Collection<VirtualServerKey> servers) {
    ownership =
        new Ownership(
            Set.copyOf(servers),
            ownership.sysctls(),
            ownership.addresses(),
            ownership.draining(),
            ownership.linksUp(),
            ownership.fouPorts(),
            ownership.timeouts(),
            ownership.modeChanges());
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
