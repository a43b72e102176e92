package io.lvsoperator.plan;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * NAT on the real server: replies of connections that came from a director go back to that
 * director, and nothing else does. A new connection from a director's MAC gets a conntrack mark,
 * its replies carry it, and a rule sends them to a table whose default route is the director. The
 * node's own default route is never touched.
 */
final class ReturnPaths {
  private final Observed observed;
  private final Ownership ownership;
  private final PlanOptions options;
  private final DesiredDraft draft;
  private final Map<Path, List<HostedPart>> users = new TreeMap<>();

  ReturnPaths(Observed observed, Ownership ownership, PlanOptions options, DesiredDraft draft) {
    this.observed = observed;
    this.ownership = ownership;
    this.options = options;
    this.draft = draft;
  }

  /** A director as this node reaches it. */
  private record Gateway(String link, IpAddress address, MacAddress mac)
      implements Comparable<Gateway> {
    private static final Comparator<Gateway> ORDER =
        Comparator.comparing(Gateway::link)
            .thenComparing(Gateway::address)
            .thenComparing(Gateway::mac);

    @Override
    public int compareTo(Gateway other) {
      return ORDER.compare(this, other);
    }

    Path path() {
      return new Path(link, address);
    }
  }

  /** What a mark stands for. */
  private record Path(String link, IpAddress gateway) implements Comparable<Path> {
    private static final Comparator<Path> ORDER =
        Comparator.comparing(Path::link).thenComparing(Path::gateway);

    @Override
    public int compareTo(Path other) {
      return ORDER.compare(this, other);
    }
  }

  /** Whose connections to which port are marked. */
  private record Target(Gateway from, IpAddress realServer, Protocol protocol)
      implements Comparable<Target> {
    private static final Comparator<Target> ORDER =
        Comparator.comparing(Target::from)
            .thenComparing(Target::realServer)
            .thenComparing(Target::protocol);

    @Override
    public int compareTo(Target other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Adds the ways back.
   *
   * @param parts the parts in NAT, with the interface that has the real server's address
   */
  void plan(Map<HostedPart, String> parts) {
    TreeMap<Target, SortedSet<PortRange>> targets = new TreeMap<>();
    parts.forEach((part, link) -> collect(part, link, targets));
    if (targets.isEmpty()) {
      return;
    }
    TreeSet<Path> paths = new TreeSet<>();
    targets.keySet().forEach(t -> paths.add(t.from().path()));
    Map<Path, Integer> numbers = number(paths);
    paths.stream().filter(p -> !numbers.containsKey(p)).forEach(this::exhausted);
    numbers.forEach(this::route);
    rules(targets, numbers);
  }

  private void collect(HostedPart part, String link, Map<Target, SortedSet<PortRange>> targets) {
    boolean reached = false;
    for (DirectorPeer director : part.directors()) {
      if (director.has(part.address())) { // this node itself: replies never leave it
        reached = true;
        draft.serve(part, director);
        continue;
      }
      Optional<Gateway> gateway = gateway(director, part.address(), link);
      if (gateway.isEmpty()) {
        continue;
      }
      reached = true;
      draft.serve(part, director);
      users.computeIfAbsent(gateway.get().path(), _ -> new ArrayList<>()).add(part);
      for (PortMapping port : part.ports()) {
        Target target = new Target(gateway.get(), part.address(), port.protocol());
        targets.computeIfAbsent(target, _ -> new TreeSet<>()).add(port.targets());
      }
    }
    if (!reached) {
      draft.partOutcomes.put(part.id(), unreachable(part));
    }
  }

  /** The director's address and MAC in the real server's own subnet: NAT needs both on one link. */
  private Optional<Gateway> gateway(DirectorPeer director, IpAddress realServer, String link) {
    List<Subnet> subnets =
        observed.addresses().on(link).stream()
            .filter(a -> !ownership.owns(a))
            .map(LinkAddress::subnet)
            .filter(s -> s.contains(realServer))
            .toList();
    for (DirectorPeer.Interface candidate : director.interfaces()) {
      Optional<IpAddress> onLink =
          candidate.addresses().stream()
              .map(Subnet::address)
              .filter(a -> subnets.stream().anyMatch(s -> s.contains(a)))
              .filter(a -> !a.equals(realServer))
              // The one that a route leads to already: IPv6 addresses come and go.
              .min(Comparator.comparing(a -> standing(new Path(link, a)).isEmpty()));
      if (onLink.isPresent()) {
        return Optional.of(new Gateway(link, onLink.get(), candidate.mac()));
      }
    }
    return Optional.empty();
  }

  private static Outcome unreachable(HostedPart part) {
    List<String> names = part.directors().stream().map(DirectorPeer::node).toList();
    return Outcome.refused(
        "DirectorNotOnLink",
        names.isEmpty()
            ? "the group has no director that reports its addresses yet"
            : "no director (%s) has an address in the subnet of %s: NAT needs director and real server on one link, else use FULLNAT or TUN"
                .formatted(String.join(", ", names), part.address()));
  }

  /**
   * A director keeps the number that it has in the kernel; a new one gets the highest that is free.
   */
  private Map<Path, Integer> number(SortedSet<Path> paths) {
    Map<Path, Integer> numbers = new TreeMap<>();
    TreeSet<Integer> free = new TreeSet<>();
    for (int number = 2; number <= options.highest(); number++) {
      free.add(number);
    }
    for (Path path : paths) {
      standing(path).filter(free::remove).ifPresent(n -> numbers.put(path, n));
    }
    for (Path path : paths) {
      if (!numbers.containsKey(path) && !free.isEmpty()) {
        numbers.put(path, free.pollLast());
      }
    }
    return numbers;
  }

  private void exhausted(Path path) {
    for (HostedPart part : users.get(path)) {
      draft.partOutcomes.put(
          part.id(),
          Outcome.refused(
              "MarksExhausted",
              "no mark is left for director %s: mask 0x%x tells %d directors apart; give this node more bits"
                  .formatted(path.gateway(), options.markMask(), options.directors())));
    }
  }

  private Optional<Integer> standing(Path path) {
    return observed.routes().stream()
        .filter(r -> r.link().equals(path.link()))
        .filter(r -> r.gateway().equals(Optional.of(path.gateway())))
        .map(r -> r.table() - options.firstTable())
        .filter(n -> n >= 2 && n <= options.highest())
        .findFirst();
  }

  private void route(Path path, int number) {
    Family family = path.gateway().family();
    IpAddress any = new IpAddress(family, 0, 0);
    int table = options.firstTable() + number;
    draft.routes.add(
        new Route(
            table,
            new Subnet(any, 0),
            Optional.of(path.gateway()),
            path.link(),
            Ownership.PROTOCOL));
    draft.rules.add(
        new Rule(family, options.rulePriority(), options.mark(number), table, Ownership.PROTOCOL));
  }

  private void rules(Map<Target, SortedSet<PortRange>> targets, Map<Path, Integer> numbers) {
    targets.forEach(
        (target, ports) -> {
          Integer number = numbers.get(target.from().path());
          if (number != null) {
            for (PortRange range : ports) {
              draft.rule(
                  new PacketRule.MarkFromDirector(
                      target.from().link(),
                      target.from().mac(),
                      target.realServer(),
                      target.protocol(),
                      range,
                      options.mark(number)));
            }
          }
        });
    for (int number : new TreeSet<>(numbers.values())) {
      draft.rule(new PacketRule.MarkReplies(options.mark(number)));
    }
  }
}
