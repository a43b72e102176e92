package io.lvsoperator.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this node shall do, as translated from the custom resources.
 *
 * @param directed the services that it directs
 * @param hosted the services for which it is a real server
 * @param busyTowards (VIP, real server) pairs that some director still reports in its kernel, also
 *     for services that are gone: a real server keeps its part while its pair is here
 * @param ipvs what the node's DirectorGroups set of its ipvs
 * @param openVips the VIPs on which this node answers as on its own addresses; on others it drops
 *     new connections to ports that no service has
 */
public record Intent(
    List<DirectedService> directed,
    List<HostedPart> hosted,
    List<Use> busyTowards,
    IpvsOptions ipvs,
    Set<IpAddress> openVips) {
  /** Nothing to do. */
  public static final Intent NONE = new Intent(List.of(), List.of(), List.of());

  /** An intent that leaves the options of ipvs to the agent, and VIPs closed. */
  public Intent(List<DirectedService> directed, List<HostedPart> hosted, List<Use> busyTowards) {
    this(directed, hosted, busyTowards, IpvsOptions.NONE, Set.of());
  }

  /** Copies the collections. */
  public Intent {
    directed = List.copyOf(directed);
    hosted = List.copyOf(hosted);
    busyTowards = List.copyOf(busyTowards);
    openVips = Set.copyOf(openVips);
  }

  /**
   * A destination that a director has in its kernel.
   *
   * @param director the director's Node
   * @param vip the virtual server's address
   * @param address the real server's address
   * @param way how it sends packets there; empty where an older agent does not say
   * @param aware whether it knows the service as it is now, and goes on like this all the same
   */
  public record Use(
      String director, IpAddress vip, IpAddress address, Optional<Way> way, boolean aware) {
    /** A destination of which no more is known. */
    public Use(String director, IpAddress vip, IpAddress address) {
      this(director, vip, address, Optional.empty(), false);
    }

    /** {@return whether this director may send packets to this part} */
    public boolean needs(PartKey part) {
      return vip.equals(part.vip())
          && address.equals(part.address())
          && (way.isEmpty() || way.get().equals(Way.of(part)));
    }
  }
}
