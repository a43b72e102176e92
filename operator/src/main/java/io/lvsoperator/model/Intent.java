package io.lvsoperator.model;

import java.util.List;
import java.util.Set;

/**
 * What this node shall do.
 *
 * @param directed the services that it directs
 * @param waiting the services that it would direct if their director ceased to: it asks their real
 *     servers in advance
 * @param hosted what it carries out as a real server
 * @param ipvs what its DirectorGroups set of ipvs as a whole
 * @param openVips the VIPs where new connections to ports that no service has are the node's
 */
public record Intent(
    List<DirectedService> directed,
    List<DirectedService> waiting,
    List<HostedPart> hosted,
    IpvsOptions ipvs,
    Set<IpAddress> openVips) {

  /** Nothing to do. */
  public static final Intent NONE = new Intent(List.of(), List.of());

  /** An intent that leaves the options of ipvs to the agent, and VIPs closed. */
  public Intent(List<DirectedService> directed, List<HostedPart> hosted) {
    this(directed, List.of(), hosted, IpvsOptions.NONE, Set.of());
  }

  /** Copies the collections. */
  public Intent {
    directed = List.copyOf(directed);
    waiting = List.copyOf(waiting);
    hosted = List.copyOf(hosted);
    openVips = Set.copyOf(openVips);
  }

  /** {@return this with other services and other parts} */
  public Intent with(List<DirectedService> services, List<HostedPart> parts) {
    return new Intent(services, waiting, parts, ipvs, openVips);
  }
}
