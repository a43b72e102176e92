package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machines of the tutorial and a few more, and the wires between them.
 *
 * <pre>
 *  client 10.99.0.10 -- 10.99.0.1 gw 10.23.0.1 --+-- lb01 10.23.21.184    +-- rs01 10.23.190.76 -- pod 10.244.1.10
 *                        10.24.0.1               |-- lb02 10.23.21.185    |-- rs02 10.23.122.152
 *                            |                   |-- near 10.23.50.50     +-- rs03 10.23.60.3
 *                     rs04 10.24.0.14            +------ 10.23.0.0/16 ----+
 * </pre>
 *
 * Nodes of the cluster have a second interface, mgmt0, only to reach the API server.
 */
final class Topology {

  /** The root namespace's end of the management network. */
  static final String MANAGEMENT_ROOT = "192.168.77.1";

  /** The machine that is the bridge of the network {@link Network#LAN}. */
  static final String SWITCH = "sw";

  /** The bridge's port that a machine is at, without the machine's name. */
  static final String PORT = "p-";

  private static final String MANAGEMENT_PORT = "m-";

  /** The same after every boot, so that what was before and after it can be compared. */
  private static final String POD_GATEWAY_MAC = "02:00:0a:f4:01:01";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The router; its own address here is that on the LAN. */
  private static final Machine ROUTER =
      Machine.outside("gw", Network.LAN, Network.LAN.gateway(), Network.LAN.gateway6());

  private static final List<Machine> MACHINES =
      List.of(
          Machine.inCluster("lb01", Network.LAN, "10.23.21.184", "fd00:23::184"),
          Machine.inCluster("lb02", Network.LAN, "10.23.21.185", "fd00:23::185"),
          Machine.inCluster("rs01", Network.LAN, "10.23.190.76", "fd00:23::76").answering("RS01"),
          Machine.inCluster("rs02", Network.LAN, "10.23.122.152", "fd00:23::152").answering("RS02"),
          Machine.inCluster("rs03", Network.LAN, "10.23.60.3", "fd00:23::3").answering("RS03"),
          Machine.outside("near", Network.LAN, "10.23.50.50", "fd00:23::50"),
          Machine.outside("client", Network.OUTSIDE, "10.99.0.10", "fd00:99::10"),
          Machine.outside("pod", Network.POD, "10.244.1.10", "fd00:244:1::10").answering("POD01"),
          Machine.inCluster("rs04", Network.FAR, "10.24.0.14", "fd00:24::14").answering("RS04"));

  private final Labd labd;
  private final Settings settings;
  private final String hostAddress;
  private final Map<String, Integer> pids = new LinkedHashMap<>();

  Topology(Kernel kernel, Settings settings) {
    this.labd = kernel.labd();
    this.settings = settings;
    this.hostAddress = kernel.hostAddress();
  }

  /** Every machine but the router; the switch is part of the wires. */
  List<Machine> machines() {
    return MACHINES;
  }

  /** The router between the networks. */
  Machine router() {
    return ROUTER;
  }

  /** Makes the nodes, wires them up, and starts the servers. */
  void build() {
    if (settings.kernel() != Settings.Kernel.HOST) {
      // New namespaces start from the kernel's defaults, not from what the root namespace forwards
      // for us.
      script("", "echo 2 > /proc/sys/net/core/devconf_inherit_init_net");
    }
    pids.put(SWITCH, labd.create(SWITCH));
    pids.put(ROUTER.name(), labd.create(ROUTER.name()));
    for (Machine machine : MACHINES) {
      pids.put(machine.name(), labd.create(machine.name()));
    }
    pids.keySet().forEach(name -> script(name, PRISTINE));
    wireManagement();
    wireLan();
    wireRouter();
    wirePod();
    MACHINES.forEach(this::configure);
    MACHINES.forEach(this::serve);
  }

  /**
   * Takes the power from machines and boots them anew: everything that ran there is dead, the
   * kernel's state is gone, the boot id is another one, and what was on the disk is there again.
   * Pods die with their machine, and new ones come.
   *
   * @throws IllegalArgumentException for a machine that is no node on the LAN
   */
  void boot(List<Machine> machines) {
    List<Machine> all = new ArrayList<>(machines);
    for (Machine machine : machines) {
      if (!machine.inCluster() || machine.network() != Network.LAN) {
        throw new IllegalArgumentException(machine.name() + " cannot be booted alone");
      }
      MACHINES.stream().filter(m -> m.network().router().equals(machine.name())).forEach(all::add);
    }
    all.forEach(machine -> labd.destroy(machine.name()));
    for (Machine machine : machines) {
      script(SWITCH, AWAIT_END.formatted(PORT + machine.name()));
      script("", AWAIT_END.formatted(MANAGEMENT_PORT + machine.name()));
    }
    all.forEach(machine -> pids.put(machine.name(), labd.create(machine.name())));
    all.forEach(machine -> script(machine.name(), PRISTINE));
    for (Machine machine : machines) {
      script("", ip(managementPort(machine)));
      script(SWITCH, ip(port(machine.name())));
      if (machine.name().equals(Network.POD.router())) {
        wirePod();
      }
    }
    all.forEach(this::configure);
    all.forEach(this::serve);
    all.forEach(machine -> script(machine.name(), AWAIT_ADDRESSES));
  }

  /** Its IPv6 addresses are its own, and have their routes, when nobody else has claimed them. */
  private static final String AWAIT_ADDRESSES =
      "for try in $(seq 100); do [ -n \"$(ip -6 -o addr show tentative)\" ] || exit 0; sleep 0.1; done; exit 1\n";

  /** A network namespace ends some time after its last process, and its cables with it. */
  private static final String AWAIT_END =
      "for try in $(seq 100); do ip link show %1$s >/dev/null 2>&1 || exit 0; sleep 0.1; done; exit 1\n";

  /**
   * Sysctls of a new namespace may be a copy of a machine's that somebody has tuned: the tests
   * start from defaults. Only router advertisements are not listened to: the test that sends some
   * says to whom.
   */
  private static final String PRISTINE =
      """
      cd /proc/sys/net/ipv4/conf
      for scope in all default; do
        for name in rp_filter arp_ignore arp_announce forwarding accept_local; do echo 0 > $scope/$name; done
        echo 1 > $scope/send_redirects
      done
      cd /proc/sys/net/ipv6/conf
      for scope in all default; do
        for name in disable_ipv6 forwarding accept_ra; do echo 0 > $scope/$name; done
      done
      """;

  private static final String FORWARD =
      """
      echo 1 > /proc/sys/net/ipv4/ip_forward
      echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
      """;

  private static final String NO_REDIRECTS =
      """
      echo 0 > /proc/sys/net/ipv4/conf/all/send_redirects
      for scope in /proc/sys/net/ipv4/conf/eth*; do echo 0 > $scope/send_redirects; done
      """;

  private void wireManagement() {
    StringBuilder commands = new StringBuilder("link add mgmt type bridge\nlink set mgmt up\n");
    commands.append("addr add ").append(MANAGEMENT_ROOT).append("/24 dev mgmt\n");
    MACHINES.stream()
        .filter(Machine::inCluster)
        .forEach(machine -> commands.append(managementPort(machine)));
    script("", ip(commands.toString()));
    if (!hostAddress.equals(MANAGEMENT_ROOT)) {
      script(
          "",
          """
          echo 1 > /proc/sys/net/ipv4/ip_forward
          nft -f - <<END
          table ip labmgmt { chain post { type nat hook postrouting priority 100; ip saddr 192.168.77.0/24 oifname != "mgmt" masquerade; }; }
          END
          """);
    }
  }

  private String managementPort(Machine machine) {
    String port = MANAGEMENT_PORT + machine.name();
    return veth(port, "mgmt0", machine.name()) + "\nlink set " + port + " master mgmt up\n";
  }

  private void wireLan() {
    StringBuilder commands = new StringBuilder("link add lan type bridge\nlink set lan up\n");
    commands.append(port(ROUTER.name()));
    MACHINES.stream()
        .filter(machine -> machine.network() == Network.LAN)
        .forEach(machine -> commands.append(port(machine.name())));
    script(SWITCH, ip(commands.toString()));
  }

  private void wireRouter() {
    script(
        ROUTER.name(),
        ip(
                veth(Network.OUTSIDE.device(), "eth0", "client"),
                veth(Network.FAR.device(), "eth0", "rs04"),
                "link set lo up",
                "link set eth0 address " + ROUTER.mac(),
                Network.LAN.routerAddresses(),
                Network.OUTSIDE.routerAddresses(),
                Network.FAR.routerAddresses(),
                "route add 10.244.1.0/24 via 10.23.190.76",
                "route add fd00:244:1::/64 via fd00:23::76")
            + FORWARD
            + NO_REDIRECTS);
  }

  private void wirePod() {
    script(
        Network.POD.router(),
        ip(
                veth(Network.POD.device(), "eth0", "pod"),
                "link set %s address %s".formatted(Network.POD.device(), POD_GATEWAY_MAC),
                Network.POD.routerAddresses())
            + FORWARD);
  }

  private String port(String node) {
    String name = PORT + node;
    return veth(name, "eth0", node) + "\nlink set " + name + " master lan up\n";
  }

  private String veth(String name, String peer, String node) {
    return "link add %s type veth peer name %s netns %d".formatted(name, peer, pids.get(node));
  }

  private void configure(Machine machine) {
    Network network = machine.network();
    StringBuilder commands = new StringBuilder("link set lo up\n");
    commands.append("link set eth0 address ").append(machine.mac()).append('\n');
    commands.append(
        """
        addr add %s/%d dev eth0
        addr add %s/%d dev eth0 nodad
        link set eth0 up
        route add default via %s
        route add default via %s
        """
            .formatted(
                machine.address(),
                network.prefix(),
                machine.address6(),
                Network.PREFIX6,
                network.gateway(),
                network.gateway6()));
    if (machine.inCluster()) {
      commands.append(
          "link set mgmt0 address %s%naddr add 192.168.77.%d/24 dev mgmt0%nlink set mgmt0 up%n"
              .formatted(machine.managementMac(), 10 + MACHINES.indexOf(machine)));
      if (!hostAddress.equals(MANAGEMENT_ROOT)) {
        commands.append("route add %s/32 via %s%n".formatted(hostAddress, MANAGEMENT_ROOT));
      }
    }
    // As on a wire: packets of the link's size, with their checksums.
    script(machine.name(), ip(commands.toString()) + settings.labd() + " offloads eth0\n");
  }

  private void serve(Machine machine) {
    machine
        .answers()
        .ifPresent(
            name ->
                labd.spawn(
                    machine.name(),
                    settings.folder().resolve(machine.name() + "-servers.log"),
                    List.of(
                        settings.labd().toString(),
                        "serve",
                        "--name",
                        name,
                        "--tcp",
                        "80,8080",
                        "--udp",
                        "5300")));
  }

  private static String ip(String... commands) {
    return "ip -batch - <<END\n" + String.join("\n", commands).strip() + "\nEND\n";
  }

  private void script(String node, String text) {
    Result result = labd.exec(node, LIMIT, "set -e\n" + text, List.of("/bin/sh"));
    if (result.status() != 0) {
      throw new IllegalStateException(
          "wiring of '%s' failed: %s%s%n%s".formatted(node, result.out(), result.err(), text));
    }
  }
}
