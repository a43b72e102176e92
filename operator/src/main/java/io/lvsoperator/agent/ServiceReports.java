package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subject;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.Way;
import io.lvsoperator.plan.Outcome;
import io.lvsoperator.plan.Standing;
import io.lvsoperator.translate.Tunnels;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a node made of each service that it directs. */
final class ServiceReports {
  private static final int LONGEST_MESSAGE = 4096;

  private final Assignment assignment;
  private final PassResult result;
  private final Map<VirtualServerKey, ServiceRef> owners = new HashMap<>();
  private final Map<ServiceRef, Duration> drainTimeouts = new HashMap<>();

  ServiceReports(Assignment assignment, PassResult result) {
    this.assignment = assignment;
    this.result = result;
    result.desired().servers().forEach(s -> owners.put(s.server().key(), s.owner()));
    result.intent().directed().forEach(s -> drainTimeouts.put(s.name(), s.drainTimeout()));
  }

  /** What was found about one service; the first that is not well counts. */
  private record Found(boolean programmed, String reason, String message) {
    static Found programmed(String message) {
      return new Found(true, ConditionReasons.PROGRAMMED, message);
    }

    static Found not(String reason, String message) {
      return new Found(false, reason, message);
    }

    Found and(Found other) {
      return programmed ? other : this;
    }
  }

  static boolean isProgrammed(NodeService service) {
    return service.programmed().is(ConditionStatus.TRUE);
  }

  List<NodeService> list() {
    SortedMap<ServiceRef, Found> found = new TreeMap<>();
    result.intent().directed().forEach(s -> found.merge(s.name(), directed(s), Found::and));
    return found.entrySet().stream().map(each -> service(each.getKey(), each.getValue())).toList();
  }

  private NodeService service(ServiceRef name, Found found) {
    String message = found.message();
    return new NodeService(
        name.namespace(),
        name.name(),
        Optional.ofNullable(assignment.generations().get(name)),
        Lenient.of(found.programmed() ? ConditionStatus.TRUE : ConditionStatus.FALSE),
        found.reason(),
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE),
        destinations(name),
        Optional.empty());
  }

  private Found directed(DirectedService service) {
    Optional<Outcome> outcome =
        Optional.ofNullable(result.desired().outcomes().get(service.name()));
    boolean complete =
        Optional.ofNullable(result.standing().services().get(service.name()))
            .filter(Standing.Service::complete)
            .isPresent();
    if (outcome.filter(Outcome::blocking).isPresent()) {
      return Found.not(outcome.get().reason(), outcome.get().message());
    }
    Optional<Found> failure = failure(service.name(), service.vip());
    if (complete && failure.isEmpty()) {
      return outcome
          .map(remark -> new Found(true, remark.reason(), remark.message()))
          .orElseGet(() -> programmed(service.name()));
    }
    return outcome
        .map(o -> Found.not(o.reason(), o.message()))
        .or(() -> failure)
        .orElse(Found.not(ConditionReasons.PENDING, "not everything stands in the kernel yet"));
  }

  /** It stands; what the newest spec of the service asks for, or an earlier one. */
  private Found programmed(ServiceRef service) {
    return Optional.ofNullable(assignment.refused().get(service))
        .map(why -> new Found(true, ConditionReasons.LAST_ACCEPTED, why))
        .orElse(Found.programmed(""));
  }

  /** The first change that was not carried out and concerns this service, or all of them. */
  private Optional<Found> failure(ServiceRef service, IpAddress vip) {
    return result.report().undone().stream()
        .filter(entry -> concerns(entry.change().subject(), service, vip))
        .map(entry -> Found.not(NodeConditions.reason(entry), NodeConditions.why(entry)))
        .findFirst();
  }

  private boolean concerns(Subject subject, ServiceRef service, IpAddress vip) {
    return switch (subject) {
      case Subject.Server server -> on(server.key(), service, vip);
      case Subject.Member member -> on(member.server(), service, vip);
      case Subject.Address address -> address.address().equals(vip);
      case Subject.Announcement _ -> false; // repeated every minute
      case Subject.Parameter _,
          Subject.Device _,
          Subject.Power _,
          Subject.TunnelPort _,
          Subject.Place _,
          Subject.RoutingRule _,
          Subject.WayOf _,
          Subject.Sole _,
          Subject.Goal _ ->
          true; // they serve every service
    };
  }

  /** A virtual server that nobody wants any more concerns all services on its VIP. */
  private boolean on(VirtualServerKey key, ServiceRef service, IpAddress vip) {
    return Optional.ofNullable(owners.get(key))
        .map(service::equals)
        .orElseGet(() -> key instanceof VirtualServerKey.Endpoint e && e.vip().equals(vip));
  }

  private List<NodeDestination> destinations(ServiceRef name) {
    // While a service changes its form, one destination stands in two virtual servers.
    Map<NodeDestination, NodeDestination> heaviest = new LinkedHashMap<>();
    Optional.ofNullable(result.standing().services().get(name)).stream()
        .flatMap(service -> service.destinations().stream())
        .map(held -> destination(held, drainTimeouts.getOrDefault(name, Duration.ZERO)))
        .forEach(
            d ->
                heaviest.merge(
                    d.withWeight(0).withDrain(Optional.empty()),
                    d,
                    (one, other) -> one.weight() < other.weight() ? other : one));
    return List.copyOf(heaviest.values());
  }

  private static NodeDestination destination(Standing.Held held, Duration drainTimeout) {
    return new NodeDestination(
        held.vip().toString(),
        Lenient.parse(PortProtocol.class, held.port().protocol().name()),
        held.port().port(),
        held.destination().key().address().toString(),
        held.port().targetPort(),
        held.destination().weight(),
        held.way().map(way -> Lenient.parse(ServiceMode.class, way.mode().name())),
        held.way().flatMap(Way::tunnel).map(Tunnels::reported),
        drain(held, drainTimeout));
  }

  /** Empty where it gets connections, and where there is nothing left to wait for. */
  private static Optional<NodeDrain> drain(Standing.Held held, Duration drainTimeout) {
    boolean drains =
        held.destination().weight() == 0
            && (held.connections() > 0 || held.leavingSince().isPresent());
    return drains
        ? Optional.of(
            NodeDrain.of(
                held.connections(), held.leavingSince().map(since -> since.plus(drainTimeout))))
        : Optional.empty();
  }
}
