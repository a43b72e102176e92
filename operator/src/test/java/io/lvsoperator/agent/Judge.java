package io.lvsoperator.agent;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.TunnelRule;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What would become of packets, judged from the kernels alone. */
final class Judge {
  private Judge() {}

  /**
   * A destination in a director's kernel.
   *
   * @param vip the address that clients write
   * @param port the port that they write; 0 where a mark stands for several
   */
  record Use(
      String director,
      VirtualServerKey server,
      IpAddress vip,
      Protocol protocol,
      int port,
      Destination destination) {
    IpAddress address() {
      return destination.key().address();
    }

    /** {@return what tells it from others} */
    String id() {
      return director + " " + server.option() + " -r " + destination.key();
    }

    boolean wrapsOrRoutes() {
      return !(destination.forwarding() instanceof Forwarding.Masquerade);
    }

    @Override
    public String toString() {
      return director + ": " + server.option() + " " + destination.options();
    }
  }

  /** {@return the destinations in this machine's kernel, but for other programs'} */
  static List<Use> uses(Machine director, Set<VirtualServerKey> foreign) {
    List<Use> uses = new ArrayList<>();
    for (VirtualServerState server : director.kernel.ipvs.virtualServers()) {
      VirtualServerKey key = server.server().key();
      if (foreign.contains(key)) {
        continue;
      }
      for (DestinationState state : server.destinations()) {
        switch (key) {
          case VirtualServerKey.Endpoint e ->
              uses.add(
                  new Use(
                      director.name, key, e.vip(), e.protocol(), e.port(), state.destination()));
          case VirtualServerKey.FirewallMark mark ->
              marked(director, mark, state.destination()).forEach(uses::add);
        }
      }
    }
    return uses;
  }

  private static Stream<PacketRule.MarkService> markings(InMemoryKernel kernel) {
    return rules(kernel, PacketRule.MarkService.class);
  }

  private static Stream<Use> marked(
      Machine director, VirtualServerKey.FirewallMark key, Destination destination) {
    return markings(director.kernel)
        .filter(m -> m.mark() == key.mark())
        .map(
            m ->
                new Use(director.name, key, m.vip(), m.protocol(), m.ports().first(), destination));
  }

  /** Whether new connections find a marked virtual server: the kernel looks for those first. */
  private static boolean isOverruled(Use use, Machine director) {
    return use.server() instanceof VirtualServerKey.Endpoint
        && markings(director.kernel)
            .filter(m -> m.vip().equals(use.vip()) && m.protocol() == use.protocol())
            .anyMatch(m -> m.ports().contains(use.port()));
  }

  /** {@return whether neighbours reach this address here} */
  static boolean announces(Machine machine, IpAddress address) {
    return machine.kernel.addresses.stream()
        .anyMatch(a -> a.address().equals(address) && a.link().equals("eth0"));
  }

  /** {@return whether this machine takes packets for an address without anybody asking for it} */
  static Optional<String> hidden(Machine machine, IpAddress address) {
    return machine.kernel.addresses.stream()
        .filter(a -> a.address().equals(address) && !a.link().equals("eth0"))
        .map(LinkAddress::link)
        .findFirst();
  }

  /** {@return whether neighbours on eth0 hear nothing of addresses elsewhere on this machine} */
  static boolean isQuiet(Machine machine) {
    return effective(machine, "arp_ignore").matches("[12]")
        && effective(machine, "arp_announce").equals("2");
  }

  private static String effective(Machine machine, String parameter) {
    String all = machine.kernel.parameters.get(Sysctl.conf("all", parameter));
    String own = machine.kernel.parameters.get(Sysctl.conf("eth0", parameter));
    return all.compareTo(own) > 0 ? all : own;
  }

  /** The rules of one kind. */
  private static <T extends PacketRule> Stream<T> rules(InMemoryKernel kernel, Class<T> kind) {
    return kernel.packetTable.known().rules().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** {@return what would become of a client's packets that takes them nowhere, if anything does} */
  static Optional<String> trouble(Use use, Machine director, Machine server) {
    if (director == server || isOverruled(use, director)) {
      return Optional.empty(); // packets do not leave it, or there are none
    }
    return switch (use.destination().forwarding()) {
      case Forwarding.Masquerade _ -> ofMasquerade(use, director, server);
      case Forwarding.Gateway _ -> ofHidden(use, server);
      case Forwarding.Tunnel tunnel ->
          ofHidden(use, server).or(() -> ofTunnel(use, tunnel, director, server));
      case Forwarding.Other _ -> Optional.of("nobody knows this forwarding method");
    };
  }

  /**
   * {@return whether the real server would send on what comes for an address that it does not have}
   * What stays wrapped goes nowhere, and neither does what a rule of ours drops.
   */
  static boolean sendsOn(Use use, Machine server) {
    return !(use.destination().forwarding() instanceof Forwarding.Tunnel tunnel)
        || server.kernel.links.stream()
            .filter(link -> link.up() && unwraps(link.name(), tunnel))
            .anyMatch(link -> !drops(server.kernel, link.name(), use.vip()));
  }

  /** A device of ours lets nothing else out, and what is for its VIPs is not sent on. */
  private static boolean drops(InMemoryKernel kernel, String link, IpAddress vip) {
    return rules(kernel, TunnelRule.Unwrap.class).anyMatch(rule -> rule.link().equals(link))
        || rules(kernel, TunnelRule.UnwrapShared.class)
            .anyMatch(rule -> rule.link().equals(link) && rule.vip().equals(vip));
  }

  /** Whether packets wrapped so come out of this device. */
  private static boolean unwraps(String link, Forwarding.Tunnel tunnel) {
    return switch (tunnel.type()) {
      case IPIP, GUE -> link.equals("tunl0");
      case GRE -> link.startsWith("lvs-gre");
    };
  }

  /** {@return whether the real server would take these packets if this director sent them} */
  static boolean takes(Use use, Machine director, Machine server) {
    return director != server
        && switch (use.destination().forwarding()) {
          case Forwarding.Masquerade _ -> comesBack(use, director, server);
          case Forwarding.Tunnel tunnel -> ofTunnel(use, tunnel, director, server).isEmpty();
          case Forwarding.Gateway _, Forwarding.Other _ -> false;
        };
  }

  private static Optional<String> ofHidden(Use use, Machine server) {
    if (hidden(server, use.vip()).isEmpty()) {
      return Optional.of(server.name + " would route packets for " + use.vip() + " back");
    }
    return isQuiet(server)
        ? Optional.empty()
        : Optional.of(server.name + " would answer ARP for " + use.vip());
  }

  private static Optional<String> ofTunnel(
      Use use, Forwarding.Tunnel tunnel, Machine director, Machine server) {
    Optional<String> device =
        server.kernel.addresses.stream()
            .filter(a -> a.address().equals(use.vip()))
            .map(LinkAddress::link)
            .filter(link -> !link.equals("eth0") && !link.equals("lo"))
            .findFirst();
    if (device.isEmpty()) {
      return Optional.of(server.name + " has " + use.vip() + " on no tunnel");
    }
    boolean trusted =
        rules(server.kernel, TunnelRule.Trust.class)
            .filter(rule -> rule.type() == tunnel.type() && rule.port() == tunnel.port())
            .filter(rule -> rule.realServer().equals(server.address))
            .anyMatch(rule -> rule.director().equals(director.address));
    boolean up =
        server.kernel.links.stream().anyMatch(l -> l.name().equals(device.get()) && l.up());
    if (!trusted || !up) {
      return Optional.of(
          server.name
              + (up ? " drops what " + director.name + " wraps" : " has no device that is up"));
    }
    return server.kernel.parameters.get(Sysctl.rpFilter(device.get())).equals("2")
        ? Optional.empty()
        : Optional.of("rp_filter of " + device.get() + " drops it");
  }

  private static Optional<String> ofMasquerade(Use use, Machine director, Machine server) {
    boolean untracked =
        rules(director.kernel, PacketRule.Untracked.class)
            .filter(rule -> rule.vip().equals(use.vip()) && rule.protocol() == use.protocol())
            .anyMatch(rule -> rule.ports().contains(use.port()));
    if (untracked) {
      return Optional.of("its packets are not tracked, and cannot be translated");
    }
    if (!director.kernel.parameters.get(Sysctl.forwarding("eth0")).equals("1")) {
      return Optional.of("the director does not forward");
    }
    boolean source =
        rules(director.kernel, PacketRule.SourceNat.class)
            .filter(rule -> rule.vip().equals(use.vip()) && rule.protocol() == use.protocol())
            .anyMatch(rule -> rule.ports().contains(use.port()));
    return source || comesBack(use, director, server)
        ? Optional.empty()
        : Optional.of("replies of " + server.name + " do not come back to " + director.name);
  }

  private static boolean comesBack(Use use, Machine director, Machine server) {
    InMemoryKernel kernel = server.kernel;
    int port = use.destination().key().port();
    boolean marked =
        rules(kernel, PacketRule.MarkFromDirector.class)
            .filter(rule -> rule.director().toString().equals(director.mac()))
            .filter(rule -> rule.realServer().equals(server.address))
            .filter(rule -> rule.protocol() == use.protocol())
            .anyMatch(rule -> rule.ports().contains(port == 0 ? use.port() : port));
    return marked
        && kernel.routes.stream()
            .filter(r -> r.gateway().equals(Optional.of(director.address)))
            .filter(r -> r.destination().prefixLength() == 0)
            .map(Route::table)
            .anyMatch(table -> kernel.rules.stream().map(Rule::table).anyMatch(table::equals));
  }
}
