package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.Routes;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.RouteCommand;
import io.lvsoperator.netlink.RouteInfo;
import io.lvsoperator.netlink.RuleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Routes and rules by rtnetlink. */
final class LinuxRoutes implements Routes {
  private final RouteClient client;

  LinuxRoutes(RouteClient client) {
    this.client = client;
  }

  @Override
  public List<Route> owned() {
    return translated(() -> values(client.routesOfProtocol(Ownership.PROTOCOL), route -> true));
  }

  /** The best one, with the lowest metric, first. */
  @Override
  public List<Route> defaults() {
    return translated(
        () ->
            values(
                client.routesOfTable(RouteInfo.MAIN_TABLE).stream()
                    .sorted(Comparator.comparingInt(RouteInfo::metric))
                    .toList(),
                route -> route.prefixLength() == 0));
  }

  @Override
  public Set<IpAddress> nextHops() {
    return translated(
        () ->
            client.routesOfTable(RouteInfo.MAIN_TABLE).stream()
                .filter(route -> route.protocol() != Ownership.PROTOCOL)
                .flatMap(route -> route.hops().stream())
                .flatMap(hop -> hop.gateway().stream())
                .map(IpvsValues::address)
                .collect(Collectors.toSet()));
  }

  /** A rule with our number that no rule of ours can look like is somebody else's: left out. */
  @Override
  public List<Rule> ownedRules() {
    return translated(
        () ->
            client.rules().stream()
                .filter(rule -> rule.protocol() == Ownership.PROTOCOL)
                .filter(LinuxRoutes::looksLikeOurs)
                .map(LinuxRoutes::value)
                .toList());
  }

  @Override
  public void add(Route route) {
    String operation = "ip route add " + route.options();
    translated(() -> client.execute(new RouteCommand.AddRoute(operation, info(route, operation))));
  }

  @Override
  public void delete(Route route) {
    String operation = "ip route del " + route.options();
    translated(
        () -> client.execute(new RouteCommand.DeleteRoute(operation, info(route, operation))));
  }

  @Override
  public void add(Rule rule) {
    translated(
        () ->
            client.execute(new RouteCommand.AddRule("ip rule add " + rule.options(), info(rule))));
  }

  @Override
  public void delete(Rule rule) {
    translated(
        () ->
            client.execute(
                new RouteCommand.DeleteRule("ip rule del " + rule.options(), info(rule))));
  }

  private List<Route> values(List<RouteInfo> routes, Predicate<RouteInfo> wanted) {
    Map<Integer, String> names = LinkIndex.read(client).names();
    return routes.stream()
        .filter(route -> route.type() == RouteInfo.UNICAST)
        .filter(wanted)
        .flatMap(route -> values(route, names))
        .toList();
  }

  /** One route for each of its ways: a multipath default route is several here. */
  private static Stream<Route> values(RouteInfo route, Map<Integer, String> names) {
    return route.hops().stream()
        .filter(hop -> names.containsKey(hop.interfaceIndex()))
        .map(
            hop ->
                new Route(
                    route.table(),
                    new Subnet(IpvsValues.address(route.destination()), route.prefixLength()),
                    hop.gateway().map(IpvsValues::address),
                    names.get(hop.interfaceIndex()),
                    route.protocol()));
  }

  private RouteInfo info(Route route, String operation) {
    int index = LinkIndex.read(client).named(route.link(), operation).index();
    return new RouteInfo(
        route.table(),
        RouteInfo.UNICAST,
        route.protocol(),
        IpvsValues.inet(route.destination().first()),
        route.destination().prefixLength(),
        0,
        Optional.empty(),
        List.of(new RouteInfo.Hop(route.gateway().map(IpvsValues::inet), index)));
  }

  private static boolean looksLikeOurs(RuleInfo rule) {
    return rule.action() == RuleInfo.LOOKUP
        && rule.inputInterface().isEmpty()
        && rule.mark() != 0
        && (rule.mark() & ~rule.mask()) == 0;
  }

  private static Rule value(RuleInfo rule) {
    return new Rule(
        Family.ofNumber(rule.family()),
        rule.priority(),
        new PacketMark(rule.mark(), rule.mask()),
        rule.table(),
        rule.protocol());
  }

  private static RuleInfo info(Rule rule) {
    return new RuleInfo(
        rule.family().number(),
        rule.priority(),
        rule.table(),
        RuleInfo.LOOKUP,
        rule.mark().value(),
        rule.mark().mask(),
        Optional.empty(),
        rule.protocol());
  }
}
