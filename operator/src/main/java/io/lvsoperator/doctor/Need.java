package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A piece of the kernel that can be a module, and what we need it for. */
public enum Need {
  /** Virtual servers. */
  IP_VS("ip_vs", "virtual servers", Severity.FAIL, Scope.director()),
  /** Our packet rules. */
  NF_TABLES(
      "nf_tables",
      "packet rules",
      Severity.FAIL,
      Scope.director().and(Role.REAL_SERVER, Mode.NAT, Mode.DR, Mode.TUN)),
  /** Connections. */
  NF_CONNTRACK(
      "nf_conntrack",
      "connections and their marks",
      Severity.FAIL,
      Scope.director().and(Role.REAL_SERVER, Mode.NAT)),
  /** Rules about connections. */
  NFT_CT(
      "nft_ct",
      "rules on connections, and notrack",
      Severity.FAIL,
      Scope.director().and(Role.REAL_SERVER, Mode.NAT)),
  /** The chain in which source addresses change. */
  NFT_CHAIN_NAT("nft_chain_nat", "the source address", Severity.FAIL, Scope.director(Mode.FULLNAT)),
  /** The statement that changes them. */
  NFT_NAT("nft_nat", "the source address", Severity.FAIL, Scope.director(Mode.FULLNAT)),
  /** The default tunnel. */
  IPIP("ipip", "tunnels of type IPIP and GUE", Severity.FAIL, Scope.realServer(Mode.TUN)),
  /** The tunnel with a device of our own. */
  IP_GRE("ip_gre", "tunnels of type GRE", Severity.WARN, Scope.realServer(Mode.TUN)),
  /** The tunnel in UDP. */
  FOU("fou", "tunnels of type GUE", Severity.WARN, Scope.realServer(Mode.TUN)),
  /** Tunnels of IPv6. */
  IP6_TUNNEL("ip6_tunnel", "IPv6 tunnels", Severity.WARN, Scope.realServer(Mode.TUN)),
  /** Tunnels of IPv6 with a device of our own. */
  IP6_GRE("ip6_gre", "IPv6 tunnels of type GRE", Severity.WARN, Scope.realServer(Mode.TUN)),
  /** An interface for VIPs where the tunnel's is somebody else's. */
  DUMMY("dummy", "a VIP beside somebody else's tunl0", Severity.WARN, Scope.realServer(Mode.TUN));

  /** The kernel's schedulers by its names, all that ever were; {@code wlc} is our default. */
  public static final List<String> SCHEDULERS =
      List.of(
          "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo", "ovf",
          "twos");

  private final String module;
  private final String purpose;
  private final Severity without;
  private final Scope scope;

  Need(String module, String purpose, Severity without, Scope scope) {
    this.module = module;
    this.purpose = purpose;
    this.without = without;
    this.scope = scope;
  }

  /** {@return the module's name, with underscores} */
  public String module() {
    return module;
  }

  /** {@return what it is for} */
  String purpose() {
    return purpose;
  }

  /** {@return how bad it is to be without} */
  Severity without() {
    return without;
  }

  /** {@return who needs it} */
  Scope scope() {
    return scope;
  }

  /** {@return the module of a scheduler} */
  public static String schedulerModule(String scheduler) {
    return "ip_vs_" + scheduler;
  }

  /** {@return every module that has to be looked for} */
  public static List<String> modules() {
    return Stream.concat(
            Arrays.stream(values()).map(Need::module),
            SCHEDULERS.stream().map(Need::schedulerModule))
        .toList();
  }
}
