package io.lvsoperator.linux;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.IpvsDestination;
import io.lvsoperator.netlink.IpvsDestinationState;
import io.lvsoperator.netlink.IpvsKey;
import io.lvsoperator.netlink.IpvsService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The domain's values to and from netlink's. What others put into the kernel may be outside of the
 * domain's ranges; it is then brought to the nearest value inside, since one entry of others must
 * not stop the reading of ours.
 */
final class IpvsValues {
  private static final int MAX_WEIGHT = 65535;

  private IpvsValues() {}

  static IpvsKey key(VirtualServerKey key) {
    return switch (key) {
      case VirtualServerKey.Endpoint(IpAddress vip, Protocol protocol, int port) ->
          new IpvsKey.AddressKey(inet(vip), protocol.number(), port);
      case VirtualServerKey.FirewallMark(int mark, Family family) ->
          new IpvsKey.MarkKey(family.number(), mark);
    };
  }

  static IpvsService service(VirtualServer server) {
    int flags = server.onePacket() ? IpvsService.ONE_PACKET : 0;
    for (SchedulerFlag flag : server.flags()) {
      flags |= flag.bit();
    }
    flags |= server.persistence().isPresent() ? IpvsService.PERSISTENT : 0;
    return new IpvsService(
        key(server.key()),
        server.scheduler().name(),
        flags,
        server.persistence().map(Persistence::timeoutSeconds).orElse(0),
        server.persistence().map(Persistence::prefixLength).orElse(server.key().family().bits()),
        Optional.empty());
  }

  static IpvsDestination destination(Destination destination) {
    return new IpvsDestination(
        inet(destination.key().address()),
        destination.key().port(),
        method(destination.forwarding()),
        destination.weight(),
        destination.upperThreshold(),
        destination.lowerThreshold(),
        tunnel(destination.forwarding()));
  }

  /** Empty for a protocol that the domain has no name for. */
  static Optional<VirtualServer> server(IpvsService service) {
    return key(service.key())
        .map(
            key ->
                new VirtualServer(
                    key,
                    new Scheduler(service.scheduler()),
                    flags(service.flags()),
                    persistence(service),
                    (service.flags() & IpvsService.ONE_PACKET) != 0));
  }

  static DestinationState state(IpvsDestinationState state) {
    IpvsDestination read = state.destination();
    return new DestinationState(
        new Destination(
            new Destination.Key(address(read.address()), read.port()),
            forwarding(read),
            Math.clamp(read.weight(), 0, MAX_WEIGHT),
            Math.clamp(read.upperThreshold(), 0, Integer.MAX_VALUE),
            Math.clamp(read.lowerThreshold(), 0, Integer.MAX_VALUE)),
        state.activeConnections(),
        state.inactiveConnections(),
        state.persistentConnections());
  }

  static InetAddress inet(IpAddress address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 bytes", e);
    }
  }

  static IpAddress address(InetAddress address) {
    return IpAddress.of(address.getAddress());
  }

  private static Optional<VirtualServerKey> key(IpvsKey key) {
    return switch (key) {
      case IpvsKey.AddressKey(InetAddress address, int protocol, int port) ->
          Arrays.stream(Protocol.values())
              .filter(known -> known.number() == protocol)
              .findFirst()
              .map(known -> new VirtualServerKey.Endpoint(address(address), known, port));
      case IpvsKey.MarkKey(int family, int mark) ->
          Optional.of(new VirtualServerKey.FirewallMark(mark, Family.ofNumber(family)));
    };
  }

  private static Set<SchedulerFlag> flags(int bits) {
    return Arrays.stream(SchedulerFlag.values())
        .filter(flag -> (bits & flag.bit()) != 0)
        .collect(Collectors.toSet());
  }

  private static Optional<Persistence> persistence(IpvsService service) {
    return (service.flags() & IpvsService.PERSISTENT) == 0
        ? Optional.empty()
        : Optional.of(
            new Persistence(
                Math.max(1, service.persistenceSeconds()), Math.max(1, service.prefixLength())));
  }

  private static int method(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade() -> IpvsDestination.MASQUERADE;
      case Forwarding.Gateway() -> IpvsDestination.DIRECT;
      case Forwarding.Tunnel _ -> IpvsDestination.TUNNEL;
      case Forwarding.Other(int number) -> number;
    };
  }

  private static IpvsDestination.Tunnel tunnel(Forwarding forwarding) {
    return forwarding instanceof Forwarding.Tunnel(var type, int port, var checksum)
        ? new IpvsDestination.Tunnel(type.ordinal(), port, checksum.ordinal())
        : IpvsDestination.Tunnel.IPIP;
  }

  private static Forwarding forwarding(IpvsDestination destination) {
    return switch (destination.method()) {
      case IpvsDestination.MASQUERADE -> new Forwarding.Masquerade();
      case IpvsDestination.DIRECT -> new Forwarding.Gateway();
      case IpvsDestination.TUNNEL -> tunnelling(destination.tunnel());
      default -> new Forwarding.Other(destination.method());
    };
  }

  private static Forwarding tunnelling(IpvsDestination.Tunnel tunnel) {
    boolean known =
        tunnel.type() < TunnelType.values().length
            && tunnel.flags() < TunnelChecksum.values().length;
    return known
        ? new Forwarding.Tunnel(
            TunnelType.values()[tunnel.type()],
            tunnel.port(),
            TunnelChecksum.values()[tunnel.flags()])
        : new Forwarding.Other(IpvsDestination.TUNNEL);
  }
}
