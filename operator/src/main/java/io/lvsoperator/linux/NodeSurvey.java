package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.doctor.Facts;
import io.lvsoperator.doctor.IpvsTable;
import io.lvsoperator.doctor.ModuleState;
import io.lvsoperator.doctor.Need;
import io.lvsoperator.doctor.Ruleset;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.RouteInfo;
import io.lvsoperator.netlink.RouteLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what {@code doctor} judges. It changes nothing: a module that is not loaded is not asked
 * for anything, since asking would load it.
 */
public final class NodeSurvey {
  private static final Duration NFT_TIMEOUT = Duration.ofSeconds(60);
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int LOCAL = 2;

  /** VRRP's protocol number, 112, as {@code /proc/net/raw} writes it. */
  private static final String VRRP_SOCKET = ":0070 ";

  private static final List<String> PARAMETERS =
      List.of("rp_filter", "arp_ignore", "arp_announce", "forwarding");

  private final Path root;
  private final Ownership ownership;
  private final ProcSysctls sysctls;

  /**
   * Makes one.
   *
   * @param ownership what of the kernel's state is ours
   */
  public NodeSurvey(Ownership ownership) {
    this(Path.of("/"), ownership);
  }

  /** As above, with files below another root directory. */
  NodeSurvey(Path root, Ownership ownership) {
    this.root = root;
    this.ownership = ownership;
    this.sysctls = new ProcSysctls(root.resolve("proc/sys"));
  }

  /**
   * Looks at everything.
   *
   * @param servers the real servers to which the way is looked up
   * @param path where programs are, as in the environment
   * @return what stands here now
   * @throws KernelException if rtnetlink can't be read
   */
  public Facts facts(List<IpAddress> servers, String path) {
    String release = first("proc/sys/kernel/osrelease");
    Map<String, ModuleState> modules = new ModuleTree(root, release).states(Need.modules());
    try (RouteClient client = translated(RouteClient::open)) {
      LinuxAddresses addresses = new LinuxAddresses(client, KernelRelease.parse(release));
      List<Link> links = new LinuxLinks(client).links();
      List<Route> defaults = new LinuxRoutes(client).defaults();
      return new Facts(
          release,
          rights(),
          modules,
          ipvs(),
          addresses.keepsProtocol(),
          interfaces(links, addresses.addresses(), defaults),
          parameters("all"),
          defaults.stream().filter(NodeSurvey::ipv4).map(Route::link).collect(toSet()),
          vrrp(),
          firewall(path, modules),
          paths(links, servers));
    }
  }

  private static <T> Collector<T, ?, Set<T>> toSet() {
    return Collectors.toUnmodifiableSet();
  }

  private static boolean ipv4(Route route) {
    return route.destination().address().family() == Family.IPV4;
  }

  private Facts.Rights rights() {
    long effective =
        lines("proc/self/status")
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
            .findFirst()
            .orElse(0L);
    return new Facts.Rights(
        (effective & 1L << CAP_NET_ADMIN) != 0,
        (effective & 1L << CAP_NET_RAW) != 0,
        Files.isWritable(root.resolve("proc/sys/net/ipv4/conf/all/send_redirects")));
  }

  private Optional<Facts.Ipvs> ipvs() {
    Path table = root.resolve("proc/net/ip_vs");
    if (!Files.exists(table)) {
      return Optional.empty();
    }
    List<VirtualServerKey> all =
        IpvsTable.parse(String.join("\n", lines("proc/net/ip_vs").toList()));
    List<VirtualServerKey> foreign = all.stream().filter(key -> !ours(key)).toList();
    Map<String, String> parameters = new HashMap<>();
    try (Stream<Path> files = Files.list(root.resolve("proc/sys/net/ipv4/vs"))) {
      files.forEach(
          file -> {
            String name = String.valueOf(file.getFileName());
            parameters.put(name, ModuleTree.lines(file).findFirst().orElse(""));
          });
    } catch (IOException e) {
      // Without CONFIG_SYSCTL there are none.
    }
    return Optional.of(new Facts.Ipvs(foreign, all.size() - foreign.size(), parameters));
  }

  /** The kernel's file does not tell the family of a mark, so marks are compared by number. */
  private boolean ours(VirtualServerKey key) {
    return ownership.virtualServers().stream()
        .anyMatch(
            own ->
                own.equals(key)
                    || own instanceof VirtualServerKey.FirewallMark(int mine, var _)
                        && key instanceof VirtualServerKey.FirewallMark(int mark, var _)
                        && mine == mark);
  }

  private List<Facts.Interface> interfaces(
      List<Link> links, List<LinkAddress> addresses, List<Route> defaults) {
    return links.stream()
        .map(
            link ->
                new Facts.Interface(
                    link.name(),
                    link.kind(),
                    link.mtu(),
                    link.up(),
                    link.loopback(),
                    foreign(link.name(), addresses),
                    parameters(link.name()),
                    ipv6(link.name(), defaults)))
        .toList();
  }

  private Optional<Facts.Ipv6> ipv6(String link, List<Route> defaults) {
    boolean learned =
        defaults.stream()
            .anyMatch(
                route ->
                    route.link().equals(link)
                        && route.protocol() == Route.FROM_ROUTER_ADVERTISEMENT);
    return sysctls
        .read(Sysctl.ipv6Forwarding(link))
        .map(Integer::parseInt)
        .map(
            forwarding ->
                new Facts.Ipv6(
                    forwarding,
                    sysctls
                        .read(Sysctl.acceptRouterAdvertisements(link))
                        .map(Integer::parseInt)
                        .orElse(0),
                    learned));
  }

  private List<Subnet> foreign(String link, List<LinkAddress> addresses) {
    return addresses.stream()
        .filter(address -> address.link().equals(link) && !ownership.owns(address))
        .map(LinkAddress::subnet)
        .toList();
  }

  private Map<String, Integer> parameters(String link) {
    Map<String, Integer> values = new HashMap<>();
    for (String name : PARAMETERS) {
      sysctls
          .read(Sysctl.conf(link, name))
          .ifPresent(value -> values.put(name, Integer.parseInt(value)));
    }
    return values;
  }

  private Facts.Vrrp vrrp() {
    return new Facts.Vrrp(
        keepalived(),
        Stream.concat(lines("proc/net/raw"), lines("proc/net/raw6"))
            .anyMatch(line -> line.contains(VRRP_SOCKET)));
  }

  private boolean keepalived() {
    try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
      return processes
          .filter(process -> String.valueOf(process.getFileName()).matches("\\d+"))
          .filter(
              process -> ModuleTree.lines(process.resolve("comm")).anyMatch("keepalived"::equals))
          .anyMatch(this::inThisNamespace);
    } catch (IOException e) {
      return false;
    }
  }

  /** Where that can't be seen the process counts: better one warning too many. */
  private boolean inThisNamespace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/net"))
          .equals(Files.readSymbolicLink(root.resolve("proc/self/ns/net")));
    } catch (IOException e) {
      return true;
    }
  }

  private Facts.Firewall firewall(String path, Map<String, ModuleState> modules) {
    Optional<String> nft =
        Stream.of(path.split(":"))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "nft"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    List<String> legacy =
        Stream.of("ip_tables_names", "ip6_tables_names")
            .flatMap(
                file -> lines("proc/net/" + file).map(t -> file.replaceAll("_.*", "") + " " + t))
            .toList();
    ModuleState nfTables = modules.getOrDefault(Need.NF_TABLES.module(), ModuleState.UNKNOWN);
    if (nfTables != ModuleState.LOADED && nfTables != ModuleState.BUILT_IN) {
      // Nobody has rules in what is not loaded, and asking would load it.
      return new Facts.Firewall(nft, List.of(), "", false, legacy);
    }
    if (nft.isEmpty()) {
      return new Facts.Firewall(nft, List.of(), "there is no nft to read it with", false, legacy);
    }
    try {
      Nft.Result result =
          new Nft(List.of(nft.get()), NFT_TIMEOUT)
              .run("", "--stateless", "--terse", "list", "ruleset");
      Ruleset ruleset = Ruleset.parse(result.output());
      String unread = result.status() == 0 ? "" : result.error().lines().findFirst().orElse("?");
      return new Facts.Firewall(nft, ruleset.chains(), unread, ruleset.untracked(), legacy);
    } catch (KernelException e) {
      return new Facts.Firewall(nft, List.of(), String.valueOf(e.getMessage()), false, legacy);
    }
  }

  private static List<Facts.ServerPath> paths(List<Link> links, List<IpAddress> servers) {
    if (servers.isEmpty()) {
      return List.of();
    }
    try (RouteLookup lookup = translated(RouteLookup::open)) {
      return servers.stream()
          .map(
              server ->
                  new Facts.ServerPath(
                      server,
                      translated(() -> lookup.to(IpvsValues.inet(server)))
                          .map(found -> way(found, links))
                          .orElseGet(Facts.Way.None::new)))
          .toList();
    }
  }

  private static Facts.Way way(RouteLookup.Found found, List<Link> links) {
    if (found.route().type() == LOCAL) {
      return new Facts.Way.Local();
    }
    Optional<RouteInfo.Hop> hop = found.route().hops().stream().findFirst();
    Optional<Link> link =
        hop.flatMap(h -> links.stream().filter(l -> l.index() == h.interfaceIndex()).findFirst());
    if (found.route().type() != RouteInfo.UNICAST || link.isEmpty()) {
      return new Facts.Way.None();
    }
    return new Facts.Way.Via(
        link.get().name(),
        hop.flatMap(RouteInfo.Hop::gateway).map(IpvsValues::address),
        link.get().mtu(),
        found.mtu() == 0 ? OptionalInt.empty() : OptionalInt.of(found.mtu()));
  }

  private String first(String file) {
    return lines(file).findFirst().orElse("");
  }

  private Stream<String> lines(String file) {
    return ModuleTree.lines(root.resolve(file));
  }
}
