package io.lvsoperator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param silent Nodes that exist and have no report, or one without room for all their services:
 *     nobody knows what is in their kernels besides what it says
 * @param told what others read about this node
 * @param succession who may direct without having said so
 */
public record Intent(
    List<DirectedService> directed,
    List<HostedPart> hosted,
    List<Use> busyTowards,
    IpvsOptions ipvs,
    Set<IpAddress> openVips,
    Set<String> silent,
    Told told,
    Succession succession) {
  /** Nothing to do. */
  public static final Intent NONE = new Intent(List.of(), List.of(), List.of());

  /** An intent that leaves the options of ipvs to the agent, and VIPs closed. */
  public Intent(List<DirectedService> directed, List<HostedPart> hosted, List<Use> busyTowards) {
    this(directed, hosted, busyTowards, IpvsOptions.NONE, Set.of());
  }

  /** An intent where every node has reported. */
  public Intent(
      List<DirectedService> directed,
      List<HostedPart> hosted,
      List<Use> busyTowards,
      IpvsOptions ipvs,
      Set<IpAddress> openVips) {
    this(directed, hosted, busyTowards, ipvs, openVips, Set.of(), Told.NOTHING);
  }

  /** An intent where every director has reported as one. */
  public Intent(
      List<DirectedService> directed,
      List<HostedPart> hosted,
      List<Use> busyTowards,
      IpvsOptions ipvs,
      Set<IpAddress> openVips,
      Set<String> silent,
      Told told) {
    this(directed, hosted, busyTowards, ipvs, openVips, silent, told, Succession.SETTLED);
  }

  /** Copies the collections. */
  public Intent {
    directed = List.copyOf(directed);
    hosted = List.copyOf(hosted);
    busyTowards = List.copyOf(busyTowards);
    openVips = Set.copyOf(openVips);
    silent = Set.copyOf(silent);
  }

  /**
   * {@return the Nodes that may still send packets to this part} One that has no report, or one
   * without room for everything, counts: silence is no evidence.
   *
   * @param part a part of this node
   */
  public Set<String> senders(HostedPart part) {
    return Stream.concat(
            busyTowards.stream().filter(use -> use.needs(part.key())).map(Use::director),
            part.directors().stream().map(DirectorPeer::node).filter(silent::contains))
        .collect(Collectors.toSet());
  }

  /**
   * {@return the Nodes that may still send packets which this node, once it has lost this part's
   * VIP, routes back} In DR and TUN it takes the VIP to deliver them, whatever way the part was
   * made for: a node that has booted has the part of today, and its director the way of before.
   *
   * @param part a part of this node that nothing takes the place of
   */
  public Set<String> sendersToVip(HostedPart part) {
    return Stream.concat(
            senders(part).stream(),
            busyTowards.stream().filter(use -> use.needsVipOf(part.key())).map(Use::director))
        .collect(Collectors.toSet());
  }

  /**
   * {@return whether a director of which nobody has heard as one may send packets to this part}
   *
   * @param part a part of this node that is not wanted any more
   */
  public boolean mayHaveAnotherDirector(HostedPart part) {
    return !succession.newcomers().isEmpty()
        || part.directors().stream()
            .map(DirectorPeer::node)
            .anyMatch(succession.retired()::contains);
  }

  /**
   * Directors come and go, and what they have in their kernels is known when they say so.
   *
   * @param newcomers directors whose reports are from before they became ones
   * @param retired Nodes whose reports say that they are no directors: another one may be in their
   *     place
   */
  public record Succession(Set<String> newcomers, Set<String> retired) {
    /** Every director has reported as one, and none has ceased to be one. */
    public static final Succession SETTLED = new Succession(Set.of(), Set.of());

    /** Copies the sets. */
    public Succession {
      newcomers = Set.copyOf(newcomers);
      retired = Set.copyOf(retired);
    }
  }

  /**
   * What this node's own report says of it as a real server, as the API server has it.
   *
   * @param parts the parts that it has in place
   * @param services the services of which it says anything
   * @param allParts whether it has room for all parts: else nobody knows of one that is not here
   * @param allServices the same of services
   * @param directors the directors whose packets it takes, where it says so of a part
   */
  public record Told(
      Set<PartKey> parts,
      Set<ServiceRef> services,
      boolean allParts,
      boolean allServices,
      Map<PartKey, Set<String>> directors) {
    /** It has not reported. */
    public static final Told NOTHING = new Told(Set.of(), Set.of());

    /** A report that has room for everything, and does not say whose packets a part takes. */
    public Told(Set<PartKey> parts, Set<ServiceRef> services) {
      this(parts, services, true, true, Map.of());
    }

    /** Copies the collections. */
    public Told {
      parts = Set.copyOf(parts);
      services = Set.copyOf(services);
      directors = Map.copyOf(directors);
    }

    /**
     * {@return whether a director may conclude that this part is in place, or go on because it
     * cannot tell} In NAT two services can have one part, and their ports are what counts.
     */
    public boolean promises(Ownership.PartRef part) {
      return (!allParts || names(part))
          && (part.key().mode() != Mode.NAT || !allServices || services.contains(part.service()));
    }

    /** {@return whether the report itself says that this part is in place} */
    public boolean names(Ownership.PartRef part) {
      return parts.contains(part.key());
    }

    /** {@return whether this director may conclude that this part takes its packets} */
    public boolean promises(Ownership.PartRef part, String director) {
      return promises(part) && directors.getOrDefault(part.key(), Set.of()).contains(director);
    }
  }

  /**
   * A destination that a director has in its kernel.
   *
   * @param director the director's Node
   * @param vip the virtual server's address
   * @param address the real server's address; empty where the report was too long for all of them:
   *     then it may be any
   * @param way how it sends packets there; empty where an older agent does not say
   * @param aware whether it knows the service as it is now, and goes on like this all the same
   */
  public record Use(
      String director,
      IpAddress vip,
      Optional<IpAddress> address,
      Optional<Way> way,
      boolean aware) {
    /** A destination of which no more is known. */
    public Use(String director, IpAddress vip, IpAddress address) {
      this(director, vip, Optional.of(address), Optional.empty(), false);
    }

    /** {@return whether this director may send packets to this part} */
    public boolean needs(PartKey part) {
      return arrivesAt(part) && (way.isEmpty() || way.get().equals(Way.of(part)));
    }

    /** {@return whether what this director sends and this part both need the VIP on the node} */
    boolean needsVipOf(PartKey part) {
      return arrivesAt(part)
          && part.mode().putsVipOnRealServers()
          && way.map(Way::mode).filter(Mode::putsVipOnRealServers).isPresent();
    }

    private boolean arrivesAt(PartKey part) {
      return vip.equals(part.vip()) && (address.isEmpty() || address.get().equals(part.address()));
    }
  }
}
