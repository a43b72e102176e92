package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import java.time.Instant;

/**
 * Whether a VIP that a real server hides, and could not be given any more, stays for a while.
 * Without it this node would route packets for the VIP back to the director that sent them, over
 * and over: so it goes when no director has this real server in its kernel, or after 30 s.
 */
final class Lingering {
  private final Intent intent;
  private final Observed observed;
  private final Ownership ownership;
  private final Instant now;
  private final DesiredDraft draft;

  Lingering(
      Intent intent, Observed observed, Ownership ownership, Instant now, DesiredDraft draft) {
    this.intent = intent;
    this.observed = observed;
    this.ownership = ownership;
    this.now = now;
    this.draft = draft;
  }

  /** {@return whether this part stays as it stands; since when is noted in the journal} */
  boolean may(HostedPart part) {
    OwnedPart owned = ownership.parts().get(part.ref());
    if (owned == null || !stands(part.key().vip())) {
      return false;
    }
    if (draft.leaving.contains(part.ref())) {
      return true; // as long as the whole part stays
    }
    Instant since = owned.leavingSince().orElse(now);
    boolean may = !intent.sendersToVip(part).isEmpty() && now.isBefore(since.plus(Leaving.LET_GO));
    if (may) {
      draft.leaving.add(part.ref());
    }
    return may;
  }

  private boolean stands(IpAddress vip) {
    return observed.addresses().at(vip).stream()
        .anyMatch(a -> ownership.owns(a) && observed.hides(a));
  }
}
