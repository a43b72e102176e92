package io.lvsoperator.agent;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.VirtualServerKey;
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
    return switch (change) {
      case Change.AddVirtualServer _,
          Change.AdoptVirtualServer _,
          Change.AddDestination _,
          Change.CancelDrain _,
          Change.AddAddress _,
          Change.Announce _,
          Change.AddRoute _,
          Change.AddRule _,
          Change.AddLink _,
          Change.LoadLink _,
          Change.LinkUp _,
          Change.AddFouPort _,
          Change.WriteSysctl _,
          Change.SetIpvsTimeouts _,
          Change.TakePart _ ->
          true;
      case Change.EditDestination(VirtualServerKey server, Destination wanted, _) ->
          weight(server, wanted.key()) < wanted.weight();
      case Change.ReplacePacketRules _ -> standing.packetTable() instanceof PacketTableState.Absent;
      case Change.EditVirtualServer _,
          Change.DeleteVirtualServer _,
          Change.DisownVirtualServer _,
          Change.DrainDestination _,
          Change.DeleteDestination _,
          Change.DeleteAddress _,
          Change.DeleteRoute _,
          Change.DeleteRule _,
          Change.DeleteLink _,
          Change.LinkDown _,
          Change.ForgetLink _,
          Change.DeleteFouPort _,
          Change.ForgetFouPort _,
          Change.RestoreSysctl _,
          Change.ForgetSysctl _,
          Change.RestoreIpvsTimeouts _,
          Change.ForgetIpvsTimeout _,
          Change.DeletePacketRules _,
          Change.BeginLeaving _,
          Change.ForgetPart _,
          Change.BeginModeChange _,
          Change.EndModeChange _ ->
          false;
    };
  }

  private int weight(VirtualServerKey server, Destination.Key destination) {
    return standing.virtualServers().stream()
        .filter(s -> s.server().key().equals(server))
        .flatMap(s -> s.destinations().stream())
        .filter(d -> d.destination().key().equals(destination))
        .mapToInt(d -> d.destination().weight())
        .findFirst()
        .orElse(0);
  }
}
