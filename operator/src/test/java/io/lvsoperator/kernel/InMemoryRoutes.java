package io.lvsoperator.kernel;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes and rules of {@link InMemoryKernel}. */
final class InMemoryRoutes implements Routes {
  private final InMemoryKernel kernel;

  InMemoryRoutes(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public List<Route> owned() {
    return kernel.routes.stream().filter(r -> r.protocol() == Ownership.PROTOCOL).toList();
  }

  @Override
  public List<Route> defaults() {
    return kernel.routes.stream()
        .filter(r -> r.table() == Route.MAIN && r.destination().prefixLength() == 0)
        .toList();
  }

  @Override
  public Set<IpAddress> nextHops() {
    return kernel.routes.stream()
        .filter(r -> r.table() == Route.MAIN && r.protocol() != Ownership.PROTOCOL)
        .flatMap(r -> r.gateway().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public List<Rule> ownedRules() {
    return kernel.rules.stream().filter(r -> r.protocol() == Ownership.PROTOCOL).toList();
  }

  @Override
  public void add(Route route) {
    String operation = "ip route add " + route.options();
    boolean taken =
        kernel.routes.stream()
            .anyMatch(
                r -> r.table() == route.table() && r.destination().equals(route.destination()));
    InMemoryKernel.require(!taken, operation, "EEXIST");
    boolean reachable =
        route.gateway().isEmpty()
            || kernel.addresses.stream()
                .filter(a -> a.link().equals(route.link()))
                .map(LinkAddress::subnet)
                .anyMatch(s -> s.contains(route.gateway().get()));
    InMemoryKernel.require(reachable, operation, "ENETUNREACH");
    boolean own = // IPv4 takes it
        route.gateway().filter(g -> g.family() == Family.IPV6).isPresent()
            && kernel.addresses.stream().anyMatch(a -> a.address().equals(route.gateway().get()));
    InMemoryKernel.require(!own, operation, "EINVAL");
    kernel.write(operation);
    kernel.routes.add(route);
  }

  @Override
  public void delete(Route route) {
    String operation = "ip route del " + route.options();
    InMemoryKernel.require(kernel.routes.contains(route), operation, "ESRCH");
    kernel.write(operation);
    kernel.routes.remove(route);
  }

  @Override
  public void add(Rule rule) {
    String operation = "ip rule add " + rule.options();
    InMemoryKernel.require(!kernel.rules.contains(rule), operation, "EEXIST");
    kernel.write(operation);
    kernel.rules.add(rule);
  }

  @Override
  public void delete(Rule rule) {
    String operation = "ip rule del " + rule.options();
    InMemoryKernel.require(kernel.rules.contains(rule), operation, "ENOENT");
    kernel.write(operation);
    kernel.rules.remove(rule);
  }
}
