package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;

/**
 * Carries one change out through the ports. Changes that only concern the journal do nothing here.
 */
public final class ChangeApplier {
  private final Kernel kernel;

  /** Makes one for this kernel. */
  public ChangeApplier(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Carries the change out.
   *
   * @throws KernelException if the kernel refuses it
   */
  public void apply(Change change) {
    switch (change) {
      case Change.WriteSysctl c -> kernel.sysctls().write(c.sysctl(), c.to());
      case Change.RestoreSysctl c -> kernel.sysctls().write(c.sysctl(), c.original());
      case Change.AddVirtualServer c -> kernel.ipvs().add(c.server());
      case Change.EditVirtualServer c -> kernel.ipvs().edit(c.server());
      case Change.DeleteVirtualServer c -> kernel.ipvs().delete(c.server());
      case Change.AddDestination c -> kernel.ipvs().add(c.server(), c.destination());
      case Change.EditDestination c -> kernel.ipvs().edit(c.server(), c.destination());
      case Change.DrainDestination c -> kernel.ipvs().edit(c.server(), c.destination());
      case Change.DeleteDestination c -> kernel.ipvs().delete(c.server(), c.destination());
      case Change.AddAddress c -> kernel.addresses().add(c.address());
      case Change.DeleteAddress c -> kernel.addresses().delete(c.address());
      case Change.Announce c -> kernel.announcements().announce(c.link(), c.address());
      case Change.AddRoute c -> kernel.routes().add(c.route());
      case Change.DeleteRoute c -> kernel.routes().delete(c.route());
      case Change.AddRule c -> kernel.routes().add(c.rule());
      case Change.DeleteRule c -> kernel.routes().delete(c.rule());
      case Change.ReplacePacketRules c -> kernel.packetTable().replace(c.rules());
      case Change.DeletePacketRules c -> kernel.packetTable().delete();
      case Change.ForgetSysctl _,
          Change.AdoptVirtualServer _,
          Change.DisownVirtualServer _,
          Change.CancelDrain _,
          Change.TakePart _,
          Change.BeginLeaving _,
          Change.ForgetPart _ -> {}
    }
  }
}
