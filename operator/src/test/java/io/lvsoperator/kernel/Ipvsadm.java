package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.util.List;

/** One command after the other for a table of virtual servers, as a person gives them. */
public record Ipvsadm(Ipvs ipvs) {
  /** {@code ipvsadm -A}. */
  public void add(VirtualServer server) {
    carryOut(new Change.AddVirtualServer(server));
  }

  /** {@code ipvsadm -E}. */
  public void edit(VirtualServer server) {
    carryOut(new Change.EditVirtualServer(server));
  }

  /** {@code ipvsadm -D}. */
  public void delete(VirtualServerKey server) {
    carryOut(new Change.DeleteVirtualServer(server));
  }

  /** {@code ipvsadm -a}. */
  public void add(VirtualServerKey server, Destination destination) {
    carryOut(new Change.AddDestination(server, destination));
  }

  /** {@code ipvsadm -e}; a drain is the same to the kernel. */
  public void edit(VirtualServerKey server, Destination destination) {
    carryOut(
        destination.weight() == 0
            ? new Change.DrainDestination(server, destination, Instant.EPOCH)
            : new Change.EditDestination(server, destination, destination));
  }

  /** {@code ipvsadm -d}. */
  public void delete(VirtualServerKey server, Destination.Key destination) {
    carryOut(new Change.DeleteDestination(server, destination));
  }

  private void carryOut(Change.OfIpvs change) {
    if (ipvs.apply(List.of(change)).getFirst() instanceof Answer.Refused(KernelException why)) {
      throw why;
    }
  }
}
