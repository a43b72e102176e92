package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the journal must note of a director's changes: since when it waits for real servers. */
final class WaitDiff {
  private final Ownership ownership;
  private final Desired desired;
  private final Instant now;

  WaitDiff(Ownership ownership, Desired desired, Instant now) {
    this.ownership = ownership;
    this.desired = desired;
    this.now = now;
  }

  /** Since when a director waits with a change. */
  List<Change> changesOfWays() {
    return desired.wayChanges().entrySet().stream()
        .filter(e -> e.getValue().waits() && !ownership.modeChanges().containsKey(e.getKey()))
        .<Change>map(e -> new Change.BeginModeChange(e.getKey(), now))
        .toList();
  }

  List<Change> changedWays() {
    return ownership.modeChanges().keySet().stream()
        .filter(
            service ->
                Optional.ofNullable(desired.wayChanges().get(service))
                    .filter(WayChangeReport::waits)
                    .isEmpty())
        .sorted()
        .<Change>map(Change.EndModeChange::new)
        .toList();
  }
}
