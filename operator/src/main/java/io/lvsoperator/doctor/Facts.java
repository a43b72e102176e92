package io.lvsoperator.doctor;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.VirtualServerKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything that was read on a node.
 *
 * @param release as {@code uname -r} prints it
 * @param rights what this process may do
 * @param modules where each module is that we or a scheduler need, by its name with underscores
 * @param ipvs the kernel's ipvs; empty while {@code ip_vs} is not loaded
 * @param addressesKeepProtocol whether the kernel gives the protocol number of an address back
 * @param interfaces every interface
 * @param allInterfaces {@code net.ipv4.conf.all.*}, by the parameter's name
 * @param defaultLinks the interfaces of the IPv4 default routes
 * @param vrrp who speaks VRRP here
 * @param firewall the packet filter
 * @param servers the way to each real server that was asked for
 */
public record Facts(
    String release,
    Rights rights,
    Map<String, ModuleState> modules,
    Optional<Ipvs> ipvs,
    boolean addressesKeepProtocol,
    List<Interface> interfaces,
    Map<String, Integer> allInterfaces,
    Set<String> defaultLinks,
    Vrrp vrrp,
    Firewall firewall,
    List<ServerPath> servers) {

  /** Copies the collections. */
  public Facts {
    modules = Map.copyOf(modules);
    interfaces = List.copyOf(interfaces);
    allInterfaces = Map.copyOf(allInterfaces);
    defaultLinks = Set.copyOf(defaultLinks);
    servers = List.copyOf(servers);
  }

  /** {@return where a module is} */
  public ModuleState module(String name) {
    return modules.getOrDefault(name, ModuleState.UNKNOWN);
  }

  /** {@return the interface of this name, if there is one} */
  public Optional<Interface> named(String name) {
    return interfaces.stream().filter(i -> i.name().equals(name)).findFirst();
  }

  /**
   * {@return the value that counts for an interface: of {@code rp_filter}, {@code arp_ignore} and
   * {@code arp_announce} the kernel takes the greater one of {@code all} and the interface's own}
   */
  public int effective(Interface link, String parameter) {
    return Math.max(
        allInterfaces.getOrDefault(parameter, 0), link.parameters().getOrDefault(parameter, 0));
  }

  /**
   * What this process may do.
   *
   * @param netAdmin whether it has CAP_NET_ADMIN
   * @param netRaw whether it has CAP_NET_RAW
   * @param sysctlsWritable whether it could write to {@code /proc/sys/net}
   */
  public record Rights(boolean netAdmin, boolean netRaw, boolean sysctlsWritable) {}

  /**
   * The kernel's ipvs.
   *
   * @param foreign the virtual servers that are not ours, in the kernel's order
   * @param own how many are ours
   * @param parameters {@code net.ipv4.vs.*}, all that this kernel has
   */
  public record Ipvs(List<VirtualServerKey> foreign, int own, Map<String, String> parameters) {
    /** Copies the collections. */
    public Ipvs {
      foreign = List.copyOf(foreign);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * An interface.
   *
   * @param name such as {@code eth0}
   * @param kind what made it ({@code veth}, {@code dummy}, {@code ipip}); empty for hardware
   * @param mtu in bytes
   * @param up whether it is administratively up
   * @param loopback whether it is a loopback
   * @param foreign the addresses on it that are not ours, of both families
   * @param parameters its own {@code net.ipv4.conf.NAME.*}, by the parameter's name
   * @param ipv6 the same for IPv6; empty where the interface has none
   */
  public record Interface(
      String name,
      String kind,
      int mtu,
      boolean up,
      boolean loopback,
      List<Subnet> foreign,
      Map<String, Integer> parameters,
      Optional<Ipv6> ipv6) {
    /** Copies the collections. */
    public Interface {
      foreign = List.copyOf(foreign);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * IPv6 of an interface.
   *
   * @param forwarding {@code net.ipv6.conf.NAME.forwarding}
   * @param acceptRa {@code net.ipv6.conf.NAME.accept_ra}
   * @param learned whether a default route came by it from router advertisements
   */
  public record Ipv6(int forwarding, int acceptRa, boolean learned) {}

  /**
   * Who speaks VRRP here.
   *
   * @param keepalived whether a process of that name is in this network namespace, as far as this
   *     process sees others
   * @param socket whether somebody has a raw socket for VRRP
   */
  public record Vrrp(boolean keepalived, boolean socket) {}

  /**
   * The packet filter.
   *
   * @param nft the path of the program {@code nft}, if there is one
   * @param rules every nftables chain that is not ours; empty where they could not be read
   * @param unread why they could not be read; empty where they were
   * @param untracked whether our own table has rules that keep packets out of conntrack
   * @param legacyTables the tables of the older iptables, which nft does not show
   */
  public record Firewall(
      Optional<String> nft,
      List<Chain> rules,
      String unread,
      boolean untracked,
      List<String> legacyTables) {
    /** Copies the collections. */
    public Firewall {
      rules = List.copyOf(rules);
      legacyTables = List.copyOf(legacyTables);
    }
  }

  /**
   * A chain of nftables.
   *
   * @param table the family and the name of its table, such as {@code inet filter}
   * @param name its name
   * @param hook where packets enter it, such as {@code input}; empty for a chain that others jump
   *     to
   * @param policy {@code accept} or {@code drop}; empty for a chain that others jump to
   * @param rules as nft writes them, without counters
   */
  public record Chain(String table, String name, String hook, String policy, List<String> rules) {
    /** Copies the rules. */
    public Chain {
      rules = List.copyOf(rules);
    }

    /** {@return table and name, such as {@code inet filter input}} */
    public String path() {
      return table + " " + name;
    }
  }

  /**
   * The way to a real server.
   *
   * @param address the real server's
   * @param way how its packets leave
   */
  public record ServerPath(IpAddress address, Way way) {}

  /** How packets to an address leave this node. */
  public sealed interface Way {
    /** They don't: it is an address of this node. */
    record Local() implements Way {}

    /** There is no route. */
    record None() implements Way {}

    /**
     * By an interface.
     *
     * @param link its name
     * @param gateway the next hop; empty where the address is on the link
     * @param linkMtu the interface's, in bytes
     * @param routeMtu the route's, which the kernel has learnt or somebody has set
     */
    record Via(String link, Optional<IpAddress> gateway, int linkMtu, OptionalInt routeMtu)
        implements Way {
      /** {@return the longest packet that is known to fit, in bytes} */
      public int mtu() {
        return Math.min(linkMtu, routeMtu.orElse(linkMtu));
      }
    }
  }
}
