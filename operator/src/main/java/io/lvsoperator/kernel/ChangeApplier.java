package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Sysctl;

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
   * {@return the change with what stands in the kernel at this moment} The parameters of a device
   * exist only from the moment when the device does, which may be one change earlier; what they are
   * then has to be in the journal, so it is read right before it is overwritten.
   */
  public Change asOfNow(Change change) {
    return change instanceof Change.WriteSysctl(Sysctl sysctl, String from, String to)
            && from.isEmpty()
        ? new Change.WriteSysctl(sysctl, kernel.sysctls().read(sysctl).orElse(""), to)
        : change;
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
      case Change.AddLink c -> kernel.links().add(c.link());
      case Change.DeleteLink c -> kernel.links().delete(c.link());
      case Change.LoadLink c -> kernel.links().load(c.link());
      case Change.LinkUp c -> kernel.links().up(c.link());
      case Change.LinkDown c -> kernel.links().down(c.link().link());
      case Change.AddFouPort c -> kernel.fouPorts().add(c.port());
      case Change.DeleteFouPort c -> kernel.fouPorts().delete(c.port());
      case Change.SetIpvsTimeouts c -> kernel.ipvs().set(c.to());
      case Change.RestoreIpvsTimeouts c -> kernel.ipvs().set(c.originals());
      case Change.AddRoute c -> kernel.routes().add(c.route());
      case Change.DeleteRoute c -> kernel.routes().delete(c.route());
      case Change.AddRule c -> kernel.routes().add(c.rule());
      case Change.DeleteRule c -> kernel.routes().delete(c.rule());
      case Change.ReplacePacketRules c -> kernel.packetTable().replace(c.rules());
      case Change.DeletePacketRules c -> kernel.packetTable().delete();
      case Change.JournalNote _ -> {}
    }
  }
}
