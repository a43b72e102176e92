package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Sysctl;
import java.util.List;

/** Carries changes out through the ports. Changes that only concern the journal do nothing here. */
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

  /** {@return whether this change may go out together with that one, in one run} */
  public static boolean together(Change one, Change other) {
    return one instanceof Change.OfIpvs && other instanceof Change.OfIpvs
        || one instanceof Change.OfAddresses && other instanceof Change.OfAddresses
        || one instanceof Change.JournalNote && other instanceof Change.JournalNote;
  }

  /**
   * Carries a run of changes out, all of which may go together.
   *
   * @return what came of each, in their order
   * @throws KernelException if that cannot be told
   */
  public List<Answer> apply(List<Change> run) {
    return switch (run.getFirst()) {
      case Change.OfIpvs _ -> kernel.ipvs().apply(all(run, Change.OfIpvs.class));
      case Change.OfAddresses _ -> kernel.addresses().apply(all(run, Change.OfAddresses.class));
      case Change.JournalNote _, Change.KernelChange _ -> run.stream().map(this::answer).toList();
    };
  }

  private static <C extends Change> List<C> all(List<Change> run, Class<C> kind) {
    return run.stream().map(kind::cast).toList();
  }

  private Answer answer(Change change) {
    try {
      apply(change);
      return new Answer.Done();
    } catch (KernelException e) {
      return new Answer.Refused(e);
    }
  }

  /**
   * Carries one change out.
   *
   * @throws KernelException if the kernel refuses it
   */
  public void apply(Change change) {
    switch (change) {
      case Change.WriteSysctl c -> kernel.sysctls().write(c.sysctl(), c.to());
      case Change.RestoreSysctl c -> kernel.sysctls().write(c.sysctl(), c.original());
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
      case Change.OfIpvs c -> answer(kernel.ipvs().apply(List.of(c)));
      case Change.OfAddresses c -> answer(kernel.addresses().apply(List.of(c)));
      case Change.JournalNote _ -> {}
    }
  }

  private static void answer(List<Answer> answers) {
    if (answers.getFirst() instanceof Answer.Refused refused) {
      throw refused.why();
    }
  }
}
