package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a director may send to each node: an upper bound on what is in its kernel. That is what its
 * services want, and what it has asked for before as long as anything in its kernel can send under
 * it: a destination, or connections that were made in an earlier way.
 */
public final class Sendable {
  private final Map<String, Map<String, Attachment>> wanted = new HashMap<>();
  private final Map<IpAddress, List<Held>> held = new HashMap<>();
  private final Map<Mark, DirectedService> marks = new HashMap<>();
  private final Map<ServiceRef, Duration> drainTimeouts = new HashMap<>();
  private final Set<Endpoints> translated;
  private final boolean altered;
  private final Instant now;

  /** Each family has marks of its own. */
  private record Mark(int value, Family family) {}

  /** Ports whose packets get another source: that tells FULLNAT from NAT. */
  private record Endpoints(IpAddress vip, Protocol protocol, PortRange ports) {}

  /**
   * A destination of ours that stands in the kernel. How many connections one has that is only
   * remembered, nobody knows before it is read.
   */
  private record Held(VirtualServerKey server, DestinationState state, boolean remembered) {}

  /**
   * Looks at what is wanted and at what stands.
   *
   * @param services those that this node directs, or would direct if another ceased to
   * @param observed what stands in its kernel
   * @param ownership what of that is ours
   * @param memory what was asked before
   * @param now the time
   */
  public Sendable(
      Collection<DirectedService> services,
      Observed observed,
      Ownership ownership,
      Memory memory,
      Instant now) {
    this.now = now;
    KnownAttachments known = new KnownAttachments(memory.asked());
    altered = observed.packetTable() instanceof PacketTableState.Altered;
    translated =
        observed.packetTable().known().rules().stream()
            .flatMap(r -> r instanceof PacketRule.SourceNat nat ? Stream.of(nat) : Stream.empty())
            .map(nat -> new Endpoints(nat.vip(), nat.protocol(), nat.ports()))
            .collect(Collectors.toSet());
    for (DirectedService service : services) {
      drainTimeouts.put(service.name(), service.drainTimeout());
      service
          .ports()
          .forEach(
              port ->
                  port.mark()
                      .ifPresent(m -> marks.put(new Mark(m, service.vip().family()), service)));
      for (Backend backend : service.backends()) {
        backend
            .node()
            .ifPresent(
                node -> {
                  Attachment attachment = known.wanted(node, service, backend);
                  wanted
                      .computeIfAbsent(node, _ -> new HashMap<>())
                      .put(attachment.id(), attachment);
                });
      }
    }
    for (VirtualServerState server : observed.virtualServers()) {
      if (ownership.virtualServers().contains(server.server().key())) {
        for (DestinationState state : server.destinations()) {
          held.computeIfAbsent(state.destination().key().address(), _ -> new ArrayList<>())
              .add(
                  new Held(
                      server.server().key(),
                      state,
                      observed.remembered().contains(server.server().key())));
        }
      }
    }
  }

  /** {@return the nodes with attachments that are wanted} */
  public Collection<String> nodes() {
    return wanted.keySet();
  }

  /** {@return what may be sent to this node, by id, with what is remembered of it} */
  public Map<String, Asked> to(String node, DirectorMemory memory) {
    Map<String, Attachment> here = wanted.getOrDefault(node, Map.of());
    Map<String, Asked> all = new HashMap<>();
    here.forEach((id, attachment) -> all.put(id, DirectorMemory.wanted(attachment)));
    memory
        .asked()
        .forEach(
            (id, asked) -> {
              if (!here.containsKey(id)) {
                stays(asked, here.values(), memory).ifPresent(one -> all.put(id, one));
              }
            });
    return all;
  }

  private Optional<Asked> stays(Asked asked, Collection<Attachment> here, DirectorMemory memory) {
    Attachment attachment = asked.attachment();
    List<Held> there = held.getOrDefault(attachment.address(), List.of());
    boolean needed =
        there.stream()
            .filter(one -> sendsUnder(one, attachment))
            .anyMatch(one -> !isCovered(one, here, attachment, memory));
    if (needed) {
      return Optional.of(asked.supersededSince(Optional.empty()));
    }
    Instant since = asked.superseded().orElse(now);
    Duration drain = drainTimeouts.getOrDefault(attachment.service(), Duration.ZERO);
    boolean busy = there.stream().anyMatch(one -> isOfSameVip(one, attachment) && isBusy(one));
    return busy && now.isBefore(since.plus(drain))
        ? Optional.of(asked.supersededSince(Optional.of(since)))
        : Optional.empty();
  }

  /** Another attachment that is in place takes these packets as well, in the same way. */
  private boolean isCovered(
      Held one, Collection<Attachment> here, Attachment attachment, DirectorMemory memory) {
    return here.stream()
        .filter(attachment::isOfSamePlace)
        .filter(other -> other.way().equals(attachment.way()) && sendsUnder(one, other))
        .anyMatch(other -> memory.eligibility(other.id()) == Eligibility.IN_PLACE);
  }

  private static boolean isBusy(Held one) {
    return one.remembered()
        || one.state().activeConnections() + one.state().inactiveConnections() > 0;
  }

  private boolean isOfSameVip(Held one, Attachment attachment) {
    return switch (one.server()) {
      case VirtualServerKey.Endpoint e -> e.vip().equals(attachment.vip());
      case VirtualServerKey.FirewallMark f -> isMarkOf(f, attachment);
    };
  }

  /** A mark that nobody wants any more may be anybody's. */
  private boolean isMarkOf(VirtualServerKey.FirewallMark key, Attachment attachment) {
    DirectedService service = marks.get(new Mark(key.mark(), key.family()));
    return key.family() == attachment.vip().family()
        && (service == null
            || service.name().equals(attachment.service())
                && service.vip().equals(attachment.vip()));
  }

  private boolean sendsUnder(Held one, Attachment attachment) {
    Destination destination = one.state().destination();
    return isWay(destination.forwarding(), attachment)
        && switch (one.server()) {
          case VirtualServerKey.Endpoint e ->
              e.vip().equals(attachment.vip())
                  && attachment.ports().stream()
                      .anyMatch(port -> isPort(port, e, destination, attachment.way().mode()));
          case VirtualServerKey.FirewallMark f -> isMarkOf(f, attachment);
        };
  }

  private boolean isTranslated(Attachment attachment) {
    return attachment.ports().stream()
        .anyMatch(
            port ->
                translated.contains(
                    new Endpoints(attachment.vip(), port.protocol(), port.ports())));
  }

  private static boolean isPort(
      PortMapping port, VirtualServerKey.Endpoint key, Destination destination, Mode mode) {
    boolean translates = mode == Mode.NAT || mode == Mode.FULLNAT;
    return port.protocol() == key.protocol()
        && port.ports().contains(key.port())
        && (!translates || port.targets().contains(destination.key().port()));
  }

  private boolean isWay(Forwarding forwarding, Attachment attachment) {
    Way way = attachment.way();
    return switch (forwarding) {
      case Forwarding.Masquerade _ ->
          altered && (way.mode() == Mode.NAT || way.mode() == Mode.FULLNAT)
              || way.mode() == (isTranslated(attachment) ? Mode.FULLNAT : Mode.NAT);
      case Forwarding.Gateway _ -> way.mode() == Mode.DR;
      case Forwarding.Tunnel tunnel -> way.tunnel().equals(Optional.of(tunnel));
      case Forwarding.Other _ -> true; // somebody has changed it: repaired in this pass
    };
  }
}
