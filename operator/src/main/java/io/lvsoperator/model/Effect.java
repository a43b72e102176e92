package io.lvsoperator.model;

/** What a change does to its subject. */
public enum Effect {
  /** More stands, or takes connections, than before; nothing is taken away. */
  ADDS,
  /** What stands becomes another. */
  EDITS,
  /** It goes, or we let it go. */
  REMOVES,
  /** A moment is noted, and nothing else. */
  NOTES;

  static Effect of(Change change) {
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
          Change.SetIpvsTimeouts _ ->
          ADDS;
      case Change.EditDestination c ->
          c.standing().weight() < c.destination().weight() ? ADDS : EDITS;
      case Change.EditVirtualServer _, Change.DrainDestination _, Change.ReplacePacketRules _ ->
          EDITS;
      case Change.DeleteVirtualServer _,
          Change.DisownVirtualServer _,
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
          Change.DeletePacketRules _ ->
          REMOVES;
      case Change.BeginModeChange _, Change.EndModeChange _ -> NOTES;
    };
  }
}
