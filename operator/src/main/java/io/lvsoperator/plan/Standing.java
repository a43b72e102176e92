package io.lvsoperator.plan;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.model.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of the plan really stands in the kernel: the evidence that a node reports, and on which
 * others act.
 *
 * @param parts the directors whose packets a part takes, by its id; one that is not in place is not
 *     here
 * @param services what stands of each service that this node directs
 */
public record Standing(
    Map<String, SortedSet<String>> parts, SortedMap<ServiceRef, Service> services) {
  /** Copies the collections. */
  public Standing {
    parts = Map.copyOf(parts);
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /**
   * What stands of a service.
   *
   * @param complete whether all its virtual servers, destinations and its VIP stand as planned
   * @param vipStands whether the VIP is on this node
   * @param destinations what its virtual servers hold now, wanted and leaving
   */
  public record Service(boolean complete, boolean vipStands, List<Held> destinations) {
    /** Copies the list. */
    public Service {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * A destination that stands in the kernel.
   *
   * @param vip the address of its virtual server
   * @param port which of the service's ports that is for
   * @param destination as it stands
   * @param way how packets reach it; empty where that is in doubt
   * @param connections how many active ones it has
   * @param leavingSince since when it leaves, if it does
   */
  public record Held(
      IpAddress vip,
      PortMapping port,
      Destination destination,
      Optional<Way> way,
      long connections,
      Optional<Instant> leavingSince) {}

  /**
   * {@return what of the plan stands in this kernel}
   *
   * @param observed what stands there
   * @param sysctls the values of the kernel parameters that the plan names
   * @param ownership what is ours although it carries no label
   * @param desired the plan
   */
  public static Standing of(
      Observed observed, Map<Sysctl, String> sysctls, Ownership ownership, Desired desired) {
    SortedMap<ServiceRef, Service> services = new TreeMap<>();
    Ways ways = new Ways(observed);
    Map<ServiceRef, List<DesiredServer>> servers =
        desired.servers().stream().collect(Collectors.groupingBy(DesiredServer::owner));
    for (Desired.DesiredVip vip : desired.vips()) {
      List<DesiredServer> own = servers.getOrDefault(vip.service(), List.of());
      services.put(vip.service(), service(observed, ownership, ways, own, vip));
    }
    Map<String, SortedSet<String>> parts = new HashMap<>();
    partsInPlace(observed, sysctls, desired)
        .forEach(part -> parts.put(part.id(), directors(part, desired)));
    return new Standing(parts, services);
  }

  /** The directors whose packets it takes: in DR and FULLNAT everybody's. */
  private static SortedSet<String> directors(HostedPart part, Desired desired) {
    return Optional.ofNullable(desired.served().get(part.id()))
        .orElseGet(
            () ->
                part.directors().stream()
                    .map(DirectorPeer::node)
                    .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static List<HostedPart> partsInPlace(
      Observed observed, Map<Sysctl, String> sysctls, Desired desired) {
    PacketTableState table = new PacketTableState.Ours(desired.packetRules());
    boolean filtered = desired.packetRules().isEmpty() || observed.packetTable().equals(table);
    boolean paths =
        filtered
            && observed.routes().containsAll(desired.routes())
            && observed.rules().containsAll(desired.rules());
    boolean tunnels = filtered && DeviceDiff.stand(observed, desired.devices());
    Set<String> unhidden =
        desired.hidden().stream()
            .filter(vip -> !stands(observed, sysctls, vip))
            .map(Desired.HiddenVip::part)
            .collect(Collectors.toSet());
    List<HostedPart> parts = new ArrayList<>();
    for (HostedPart part : desired.parts()) {
      boolean inPlace =
          switch (part.mode()) {
            case NAT -> paths && desired.served().containsKey(part.id());
            case FULLNAT -> true;
            case DR -> !unhidden.contains(part.id());
            case TUN ->
                tunnels && desired.served().containsKey(part.id()) && !unhidden.contains(part.id());
          };
      if (inPlace && !desired.partOutcomes().containsKey(part.id())) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static boolean stands(
      Observed observed, Map<Sysctl, String> sysctls, Desired.HiddenVip vip) {
    boolean address = observed.addresses().has(vip.address());
    return address
        && vip.needs().entrySet().stream()
            .allMatch(n -> n.getKey().serves(sysctls.getOrDefault(n.getKey(), ""), n.getValue()));
  }

  private static Service service(
      Observed observed,
      Ownership ownership,
      Ways ways,
      List<DesiredServer> servers,
      Desired.DesiredVip vip) {
    boolean vipStands =
        observed.addresses().at(vip.vip()).stream()
            .anyMatch(a -> vip.own() || ownership.owns(a) && !observed.hides(a));
    boolean complete = vipStands;
    List<Held> held = new ArrayList<>();
    for (DesiredServer server : servers) {
      VirtualServerState standing =
          observed
              .virtualServer(server.server().key())
              .orElseGet(() -> new VirtualServerState(server.server(), List.of()));
      standing.destinations().forEach(d -> held.add(held(server, d, ways, ownership)));
      complete &= complete(observed, server, standing);
    }
    return new Service(complete, vipStands, held);
  }

  private static Held held(
      DesiredServer server, DestinationState state, Ways ways, Ownership ownership) {
    Destination destination = state.destination();
    return new Held(
        server.vip(),
        server.port(),
        destination,
        ways.of(server.vip(), server.port(), destination),
        state.activeConnections(),
        Optional.ofNullable(ownership.draining().get(server.drain(destination.key()))));
  }

  private static boolean complete(
      Observed observed, DesiredServer server, VirtualServerState standing) {
    return observed.virtualServer(server.server().key()).isPresent()
        && standing.server().equals(server.server())
        && server.wanted().stream()
            .allMatch(
                d ->
                    standing
                        .destination(d.key())
                        .filter(s -> s.destination().equals(d))
                        .isPresent());
  }
}
