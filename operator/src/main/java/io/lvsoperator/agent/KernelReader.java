package io.lvsoperator.agent;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Indexed;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.NodeAddresses;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.plan.Circumstances;
import io.lvsoperator.plan.Desired;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads from the kernel what a pass needs. Destinations are one question per virtual server, so
 * that they are remembered from pass to pass. Not for several threads at once.
 */
public final class KernelReader {
  private final Kernel kernel;
  private final DestinationMemory memory = new DestinationMemory();

  /** Makes one for this kernel. */
  public KernelReader(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Begins a pass: decides which destinations it reads.
   *
   * @param now when it begins
   */
  void begin(Reading reading, Instant now) {
    memory.begin(reading, now);
  }

  /**
   * {@return the same with the destinations of these virtual servers as they stand now}
   *
   * @param before what this reader has read in this pass
   */
  Observed reading(Set<VirtualServerKey> servers, Observed before) {
    memory.forget(servers);
    List<VirtualServerState> all =
        before.virtualServers().stream().map(state -> read(state.server())).toList();
    return before.with(all, memory.notRead());
  }

  /** Takes note that these changes are being made: what they are about is read again. */
  void changing(List<Change> changes) {
    memory.forget(Observed.servers(changes));
  }

  private List<VirtualServerState> virtualServers() {
    List<VirtualServer> servers = kernel.ipvs().servers();
    memory.keep(servers);
    return servers.stream().map(this::read).toList();
  }

  private VirtualServerState read(VirtualServer server) {
    return memory.of(
        server, () -> new VirtualServerState(server, kernel.ipvs().destinations(server.key())));
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
    List<VirtualServerState> servers = ipvs ? virtualServers() : List.of();
    return new Observed(
        Indexed.by(server -> server.server().key(), servers),
        Indexed.by(Link::name, links),
        new NodeAddresses(addresses),
        kernel.routes().owned(),
        kernel.routes().defaults(),
        kernel.routes().ownedRules(),
        kernel.packetTable().read(),
        intent.directed().isEmpty() ? Set.of() : kernel.sockets().listeners(),
        values(Circumstances.of(intent, links)),
        kernel.links().owned(),
        kernel.fouPorts().fouPorts(),
        ipvs ? kernel.ipvs().timeouts() : Map.of(),
        probes,
        memory.notRead());
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
