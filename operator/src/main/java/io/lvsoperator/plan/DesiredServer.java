package io.lvsoperator.plan;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.VirtualServer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A virtual server that shall stand, with all its destinations.
 *
 * @param owner the LvsService that it belongs to
 * @param vip that service's address
 * @param port which of its ports
 * @param server how it shall be
 * @param adopt whether one that stands there without a journal's entry is ours all the same
 * @param wanted the destinations that belong there
 * @param leaving destinations on their way out: they keep weight 0
 * @param gone destinations that may be deleted now
 */
public record DesiredServer(
    ServiceRef owner,
    IpAddress vip,
    PortMapping port,
    VirtualServer server,
    boolean adopt,
    List<Destination> wanted,
    List<Destination> leaving,
    List<Destination.Key> gone) {
  /** Copies the lists. */
  public DesiredServer {
    wanted = List.copyOf(wanted);
    leaving = List.copyOf(leaving);
    gone = List.copyOf(gone);
  }

  /** {@return this server with these destinations} */
  DesiredServer with(
      List<Destination> wanted, List<Destination> leaving, List<Destination.Key> gone) {
    return new DesiredServer(owner, vip, port, server, adopt, wanted, leaving, gone);
  }

  /** {@return how the journal names a destination of this server that leaves} */
  Ownership.Drain drain(Destination.Key destination) {
    return new Ownership.Drain(server.key(), destination);
  }

  static SortedMap<String, Destination> byName(Collection<Destination> destinations) {
    TreeMap<String, Destination> sorted = new TreeMap<>();
    destinations.forEach(d -> sorted.put(d.key().toString(), d));
    return Collections.unmodifiableSortedMap(sorted);
  }
}
