package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A kernel in memory that is as strict as the real one: it refuses with the real one's errors, so
 * that a plan that only works on a forgiving fake fails here. It counts writes and prints itself as
 * the tools print the real one.
 */
public final class InMemoryKernel {
  /** The virtual servers. */
  public final InMemoryIpvs ipvs = new InMemoryIpvs(this);

  /** Parameters and their values; a test may set them as somebody else would. */
  public final TreeMap<Sysctl, String> parameters = new TreeMap<>();

  /** The interfaces. */
  public final List<Link> links = new ArrayList<>();

  /** Those of them that we made. */
  public final List<OwnLink> ownLinks = new ArrayList<>();

  /** UDP ports at which packets are unwrapped, by anybody. */
  public final Set<FouPort> fouPorts = new TreeSet<>();

  /** The addresses on them. */
  public final List<LinkAddress> addresses = new ArrayList<>();

  /** All routes. */
  public final List<Route> routes = new ArrayList<>();

  /** All rules that mark packets, ours and others'. */
  public final List<Rule> rules = new ArrayList<>();

  /** Our table. */
  public PacketTableState packetTable = new PacketTableState.Absent();

  /** Who listens. */
  public final Set<Listener> listeners = new HashSet<>();

  /** Addresses that others have on the link. */
  public final Map<IpAddress, MacAddress> neighbours = new HashMap<>();

  /** What was announced, in order. */
  public final List<String> announced = new ArrayList<>();

  /** Is told of each change of several that went out together, right when it is done. */
  public Consumer<Change> watcher = _ -> {};

  private int writes;
  private Optional<String> failure = Optional.empty();

  /** Makes a kernel with a loopback and the parameters that every kernel has. */
  public InMemoryKernel() {
    addLink(new Link(1, "lo", Optional.empty(), 65536, true, true, ""), "127.0.0.1/8");
    for (String scope : List.of("all", "default")) {
      conf(scope);
    }
    parameters.put(Sysctl.VS_CONNTRACK, "0");
    for (IpvsOption option : IpvsOption.values()) {
      option.sysctl().ifPresent(sysctl -> parameters.put(sysctl, initially(option)));
    }
  }

  /** Adds an interface with its parameters and addresses that are not ours. */
  public InMemoryKernel addLink(Link link, String... subnets) {
    links.add(link);
    conf(link.name());
    for (String subnet : subnets) {
      addresses.add(new LinkAddress(link.name(), Subnet.parse(subnet), 0));
    }
    return this;
  }

  /** Adds an Ethernet interface {@code eth0} with this MAC. */
  public InMemoryKernel eth0(String mac, String... subnets) {
    return addLink(
        new Link(2, "eth0", Optional.of(MacAddress.parse(mac)), 1500, true, false, ""), subnets);
  }

  void conf(String scope) {
    parameters.put(Sysctl.conf(scope, "rp_filter"), "0");
    parameters.put(Sysctl.forwarding(scope), "0");
    parameters.put(Sysctl.sendRedirects(scope), "1");
    parameters.put(Sysctl.arpIgnore(scope), "0");
    parameters.put(Sysctl.arpAnnounce(scope), "0");
    String ipv6 = parameters.getOrDefault(Sysctl.ipv6Forwarding("default"), "0");
    parameters.put(Sysctl.ipv6Forwarding(scope), ipv6);
    parameters.put(Sysctl.acceptRouterAdvertisements(scope), "1");
    if (parameters.containsKey(Sysctl.ipv6ForceForwarding("all"))) {
      parameters.put(Sysctl.ipv6ForceForwarding(scope), "0");
    }
  }

  /** Makes it a kernel from 6.17 on, which can forward IPv6 for one interface alone. */
  public InMemoryKernel forceForwarding() {
    for (String scope : scopes()) {
      parameters.put(Sysctl.ipv6ForceForwarding(scope), "0");
    }
    return this;
  }

  /** {@return all, default and the interfaces} */
  private List<String> scopes() {
    return Stream.concat(Stream.of("all", "default"), links.stream().map(Link::name)).toList();
  }

  /** Lets a router advertise itself; who listens gets a default route. */
  public void routerAdvertises(String link, IpAddress router) {
    boolean isRouter = parameters.get(Sysctl.ipv6Forwarding(link)).equals("1");
    String accept = parameters.get(Sysctl.acceptRouterAdvertisements(link));
    Route route =
        new Route(
            Route.MAIN,
            Subnet.parse("::/0"),
            Optional.of(router),
            link,
            Route.FROM_ROUTER_ADVERTISEMENT);
    if ((accept.equals("2") || accept.equals("1") && !isRouter) && !routes.contains(route)) {
      routes.add(route);
    }
  }

  /** What somebody does who writes a parameter, with what the kernel does along with it. */
  public void set(Sysctl sysctl, String value) {
    if (sysctl.equals(Sysctl.ipv6Forwarding("all"))) {
      parameters.put(sysctl, value);
      scopes().stream()
          .filter(scope -> !scope.equals("all"))
          .forEach(scope -> set(Sysctl.ipv6Forwarding(scope), value));
      return;
    }
    parameters.put(sysctl, value);
    for (Link link : links) {
      boolean router = sysctl.equals(Sysctl.ipv6Forwarding(link.name())) && !value.equals("0");
      boolean keeps = parameters.get(Sysctl.acceptRouterAdvertisements(link.name())).equals("2");
      if (router && !keeps) {
        routes.removeIf(
            r -> r.link().equals(link.name()) && r.protocol() == Route.FROM_ROUTER_ADVERTISEMENT);
      }
    }
  }

  /** {@return the ports of this kernel} */
  public Kernel kernel() {
    return new Kernel(
        ipvs,
        new InMemoryLinks(this),
        new InMemoryFouPorts(this),
        new InMemoryAddresses(this),
        new InMemoryRoutes(this),
        new InMemorySysctls(),
        new InMemoryPacketTable(),
        new InMemoryAnnouncements(),
        () -> Set.copyOf(listeners));
  }

  private static String initially(IpvsOption option) {
    return switch (option) {
      case CONN_REUSE_MODE, RUN_ESTIMATION -> "1";
      default -> "0";
    };
  }

  /** {@return everything as a pass reads it, with these probes} */
  public Observed observe(Map<IpAddress, ProbeResult> probes) {
    Kernel kernel = kernel();
    return new Observed(
        ipvs.virtualServers(),
        links,
        addresses,
        kernel.routes().owned(),
        kernel.routes().defaults(),
        kernel.routes().ownedRules(),
        packetTable,
        listeners,
        parameters,
        kernel.links().owned(),
        fouPorts,
        ipvs.timeouts(),
        probes);
  }

  /** {@return how many changes were made through the ports} */
  public int writes() {
    return writes;
  }

  /** Lets the next write whose command starts so fail with this error. */
  public void failNext(String operation) {
    failure = Optional.of(operation);
  }

  /** Counts a write, or refuses it where a test asked for that. */
  void write(String operation) {
    if (failure.filter(operation::startsWith).isPresent()) {
      failure = Optional.empty();
      throw new KernelException(operation, "EIO", "the test asked for it");
    }
    writes++;
  }

  /** Carries changes out one after the other, as the kernel does with those of a batch. */
  <C extends Change> List<Answer> each(List<? extends C> changes, Consumer<C> verb) {
    List<Answer> answers = new ArrayList<>();
    for (C change : changes) {
      try {
        verb.accept(change);
        watcher.accept(change);
        answers.add(new Answer.Done());
      } catch (KernelException e) {
        answers.add(new Answer.Refused(e));
      }
    }
    return answers;
  }

  static void require(boolean condition, String operation, String errno) {
    if (!condition) {
      throw new KernelException(operation, errno, "in-memory kernel");
    }
  }

  boolean hasLink(String name) {
    return links.stream().anyMatch(l -> l.name().equals(name));
  }

  /** {@return everything as text, sorted, in the words of ipvsadm, ip, sysctl and nft} */
  public String dump() {
    List<String> lines = new ArrayList<>(ipvs.lines());
    lines.add("ipvsadm --set " + IpvsTimeout.options(ipvs.seconds));
    Set<String> sorted = new TreeSet<>();
    ownLinks.forEach(l -> sorted.add("ip link " + l.options()));
    links.stream().filter(Link::up).forEach(l -> sorted.add("ip link " + l.name() + " up"));
    fouPorts.forEach(p -> sorted.add("ip fou " + p.options()));
    addresses.forEach(a -> sorted.add("ip addr " + a.subnet() + " dev " + a.link()));
    routes.forEach(r -> sorted.add("ip route " + r.options()));
    rules.forEach(r -> sorted.add("ip rule " + r.options()));
    lines.addAll(sorted);
    parameters.forEach(
        (s, v) -> {
          if (!ofUnusedFallback(s)) {
            lines.add(s + "=" + v);
          }
        });
    if (packetTable instanceof PacketTableState.Ours(PacketRules rules)) {
      lines.addAll(rules.nft().statements());
    } else if (packetTable instanceof PacketTableState.Altered) {
      lines.add("nft: altered");
    }
    return String.join("\n", lines);
  }

  /** A fallback device that came with a module stays, but nobody uses it while it is down. */
  private boolean ofUnusedFallback(Sysctl sysctl) {
    return links.stream()
        .filter(l -> !l.up() && FallbackLink.named(l.name()).isPresent())
        .anyMatch(l -> sysctl.link().equals(Optional.of(l.name())));
  }

  private final class InMemorySysctls implements Sysctls {
    @Override
    public Optional<String> read(Sysctl sysctl) {
      return Optional.ofNullable(parameters.get(sysctl));
    }

    @Override
    public void write(Sysctl sysctl, String value) {
      String operation = "sysctl -w " + sysctl + "=" + value;
      require(parameters.containsKey(sysctl), operation, "ENOENT");
      InMemoryKernel.this.write(operation);
      set(sysctl, value);
    }
  }

  private final class InMemoryPacketTable implements PacketTable {
    @Override
    public PacketTableState read() {
      return packetTable;
    }

    @Override
    public void replace(PacketRules rules) {
      write("nft -f -");
      packetTable =
          rules.isEmpty() ? new PacketTableState.Absent() : new PacketTableState.Ours(rules);
    }

    @Override
    public void delete() {
      write("nft delete table");
      packetTable = new PacketTableState.Absent();
    }
  }

  private final class InMemoryAnnouncements implements Announcements {
    @Override
    public void announce(String link, IpAddress address) {
      require(hasLink(link), "arping -U " + address, "ENODEV");
      announced.add(address + " on " + link);
    }

    @Override
    public ProbeResult probe(String link, IpAddress address) {
      require(hasLink(link), "arping -D " + address, "ENODEV");
      MacAddress owner = neighbours.get(address);
      return owner == null ? new ProbeResult.Free() : new ProbeResult.InUse(owner);
    }
  }
}
