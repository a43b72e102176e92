package io.lvsoperator.agent;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.plan.Circumstances;
import io.lvsoperator.plan.Desired;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads from the kernel what a pass needs. */
public final class KernelReader {
  private final Kernel kernel;

  /** Makes one for this kernel. */
  public KernelReader(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * {@return what stands in the kernel now}
   *
   * @param intent what the node shall do
   * @param ownership what is ours
   * @param probes what is known of addresses that are to be added
   * @throws io.lvsoperator.kernel.KernelException if the kernel cannot be read
   */
  public Observed observe(Intent intent, Ownership ownership, Map<IpAddress, ProbeResult> probes) {
    List<LinkAddress> addresses = kernel.addresses().addresses();
    List<Link> links = kernel.links().links();
    boolean ipvs = needsIpvs(intent, ownership, addresses);
    return new Observed(
        ipvs ? kernel.ipvs().virtualServers() : List.of(),
        links,
        addresses,
        kernel.routes().owned(),
        kernel.routes().defaults(),
        kernel.routes().ownedRules(),
        kernel.packetTable().read(),
        intent.directed().isEmpty() ? Set.of() : kernel.sockets().listeners(),
        values(Circumstances.of(intent, links)),
        kernel.links().owned(),
        kernel.fouPorts().fouPorts(),
        ipvs ? kernel.ipvs().timeouts() : Map.of(),
        probes);
  }

  /**
   * Asking for virtual servers loads the kernel's ipvs modules: a node that never directs is not
   * asked. Where an address of ours stands, a lost journal may have named virtual servers, but only
   * if ipvs is there already.
   */
  private boolean needsIpvs(Intent intent, Ownership ownership, List<LinkAddress> addresses) {
    boolean uses =
        !intent.directed().isEmpty()
            || !ownership.virtualServers().isEmpty()
            || !ownership.timeouts().isEmpty();
    return uses || addresses.stream().anyMatch(ownership::owns) && kernel.ipvs().loaded();
  }

  /** {@return the values of the parameters that the plan or the journal names} */
  public Map<Sysctl, String> sysctls(Desired desired, Ownership ownership) {
    Set<Sysctl> named = new HashSet<>(desired.sysctls().keySet());
    named.addAll(ownership.sysctls().keySet());
    return values(named);
  }

  private Map<Sysctl, String> values(Set<Sysctl> named) {
    Map<Sysctl, String> values = new HashMap<>();
    for (Sysctl sysctl : named) {
      kernel.sysctls().read(sysctl).ifPresent(value -> values.put(sysctl, value));
    }
    return values;
  }
}
