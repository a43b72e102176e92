package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the journal must note: the parts of this node as a real server, and what a director waits
 * for.
 */
final class PartDiff {
  private final Ownership ownership;
  private final Desired desired;
  private final Instant now;

  PartDiff(Ownership ownership, Desired desired, Instant now) {
    this.ownership = ownership;
    this.desired = desired;
    this.now = now;
  }

  List<Change> taken() {
    List<Change> changes = new ArrayList<>();
    for (HostedPart part : desired.parts()) {
      OwnedPart owned = ownership.parts().get(part.ref());
      if (desired.leaving().contains(part.ref())) {
        if (owned.leavingSince().isEmpty()) {
          changes.add(new Change.BeginLeaving(part.ref(), now));
        }
        continue;
      }
      Optional<OwnedPart.EarlierPorts> earlier =
          Optional.ofNullable(desired.earlierPorts().get(part.ref()));
      if (!new OwnedPart(part, Optional.empty(), earlier).equals(owned)) {
        changes.add(new Change.TakePart(part, earlier));
      }
    }
    return changes;
  }

  /** Since when a director waits with a change. */
  List<Change> changesOfWays() {
    List<Change> changes = new ArrayList<>();
    desired.wayChanges().entrySet().stream()
        .filter(e -> e.getValue().waits() && !ownership.modeChanges().containsKey(e.getKey()))
        .forEach(e -> changes.add(new Change.BeginModeChange(e.getKey(), now)));
    return changes;
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

  List<Change> left() {
    Set<Ownership.PartRef> standing =
        desired.parts().stream().map(HostedPart::ref).collect(Collectors.toSet());
    return ownership.parts().keySet().stream()
        .filter(ref -> !standing.contains(ref))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .<Change>map(Change.ForgetPart::new)
        .toList();
  }
}
