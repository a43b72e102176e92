package io.lvsoperator.agent;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Effect;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.PacketTableState;
import java.util.List;

/**
 * What a pass may do that knows the cluster from an earlier time only: add what is missing. What
 * stands may be newer than what it knows, and stays as it is.
 */
final class Restraint {
  private final Observed standing;

  Restraint(Observed standing) {
    this.standing = standing;
  }

  /** {@return those of the changes that take nothing away, in their order} */
  List<Change> additions(List<Change> changes) {
    return changes.stream().filter(this::adds).toList();
  }

  private boolean adds(Change change) {
    boolean firstRules =
        change instanceof Change.ReplacePacketRules
            && standing.packetTable() instanceof PacketTableState.Absent;
    return change.effect() == Effect.ADDS || firstRules;
  }
}
