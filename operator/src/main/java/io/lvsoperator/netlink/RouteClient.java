package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Interfaces, addresses, routes and rules of this network namespace, by rtnetlink. Safe for several
 * threads.
 */
public final class RouteClient implements AutoCloseable {
  private final NetlinkChannel channel;

  RouteClient(NetlinkChannel channel) {
    this.channel = channel;
  }

  /** Opens rtnetlink. */
  public static RouteClient open() {
    return new RouteClient(NetlinkChannel.route());
  }

  /** Every interface. */
  public List<LinkInfo> links() {
    return channel.dump(
        new Dump("ip link", Rtm.RTM_GETLINK, LinkCodec::writeLinkDump), LinkCodec::readLink);
  }

  /** Every address of both families. */
  public List<AddressInfo> addresses() {
    return channel.dump(
        new Dump("ip addr", Rtm.RTM_GETADDR, LinkCodec::writeAddressDump), LinkCodec::readAddress);
  }

  /** The routes of one table, of both families and by anybody. */
  public List<RouteInfo> routesOfTable(int table) {
    return routes("ip route show table " + table, table, 0).stream()
        .filter(route -> route.table() == table)
        .toList();
  }

  /** The routes with one protocol number, of both families and in any table. */
  public List<RouteInfo> routesOfProtocol(int protocol) {
    return routes("ip route show table all proto " + protocol, 0, protocol).stream()
        .filter(route -> route.protocol() == protocol)
        .toList();
  }

  /** Every rule of both families. */
  public List<RuleInfo> rules() {
    List<RuleInfo> rules = new ArrayList<>();
    for (int family : List.of(Sockets.AF_INET, Sockets.AF_INET6)) {
      rules.addAll(
          ofFamily(
              new Dump(
                  "ip rule", Rtm.RTM_GETRULE, writer -> RouteCodec.writeRuleDump(writer, family)),
              RouteCodec::readRule));
    }
    return rules;
  }

  /**
   * Applies one change.
   *
   * @throws NetlinkException if the kernel refuses it
   */
  public void execute(RouteCommand command) {
    channel.execute(command);
  }

  /** Applies changes in batches; one that fails does not stop those behind it. */
  public List<Outcome> apply(List<? extends RouteCommand> commands) {
    return channel.batch(commands);
  }

  @Override
  public void close() {
    channel.close();
  }

  /**
   * Kernels from 4.20 on filter by table and protocol themselves; the callers filter once more for
   * those that don't.
   */
  private List<RouteInfo> routes(String operation, int table, int protocol) {
    List<RouteInfo> routes = new ArrayList<>();
    for (int family : List.of(Sockets.AF_INET, Sockets.AF_INET6)) {
      routes.addAll(
          ofFamily(
              new Dump(
                  operation,
                  Rtm.RTM_GETROUTE,
                  writer -> RouteCodec.writeRouteDump(writer, family, table, protocol)),
              RouteCodec::readRoute));
    }
    return routes;
  }

  /** A table that does not exist has no routes, and a family that is switched off no rules. */
  private <T> List<T> ofFamily(
      Request request, java.util.function.Function<java.nio.ByteBuffer, T> parser) {
    try {
      return channel.dump(request, parser);
    } catch (NetlinkException e) {
      return switch (e.errno()) {
        case ENOENT, EAFNOSUPPORT, EOPNOTSUPP -> List.of();
        default -> throw e;
      };
    }
  }

  private record Dump(String operation, int type, Consumer<MessageWriter> header)
      implements Request {
    @Override
    public void writeBody(MessageWriter writer) {
      header.accept(writer);
    }
  }
}
