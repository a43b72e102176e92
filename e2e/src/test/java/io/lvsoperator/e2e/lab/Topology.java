package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines of the tutorial and a few more, and the wires between them.
 *
 * <pre>
 *  client 10.99.0.10 -- gw 10.99.0.1 | 10.23.0.1 --+-- lb01 10.23.21.184    +-- rs01 10.23.190.76 -- pod 10.244.1.10
 *                                                  |-- lb02 10.23.21.185    |-- rs02 10.23.122.152
 *                                                  |-- near 10.23.50.50     +-- rs03 10.23.60.3
 *                                                  +------ 10.23.0.0/16 ----+
 * </pre>
 *
 * Nodes of the cluster have a second interface, mgmt0, only to reach the API server.
 */
final class Topology {

  /** The root namespace's end of the management network. */
  static final String MANAGEMENT_ROOT = "192.168.77.1";

  private static final String GATEWAY = "10.23.0.1";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * One machine.
   *
   * @param name of the node
   * @param address of its first interface
   * @param prefix length of that address
   * @param gateway of its default route
   * @param answers what its servers call themselves; empty when it has none
   * @param inCluster whether it is a Node and has an agent
   */
  record Machine(
      String name,
      String address,
      int prefix,
      String gateway,
      Optional<String> answers,
      boolean inCluster) {}

  private static final List<Machine> MACHINES =
      List.of(
          new Machine("lb01", "10.23.21.184", 16, GATEWAY, Optional.empty(), true),
          new Machine("lb02", "10.23.21.185", 16, GATEWAY, Optional.empty(), true),
          new Machine("rs01", "10.23.190.76", 16, GATEWAY, Optional.of("RS01"), true),
          new Machine("rs02", "10.23.122.152", 16, GATEWAY, Optional.of("RS02"), true),
          new Machine("rs03", "10.23.60.3", 16, GATEWAY, Optional.of("RS03"), true),
          new Machine("near", "10.23.50.50", 16, GATEWAY, Optional.empty(), false),
          new Machine("client", "10.99.0.10", 24, "10.99.0.1", Optional.empty(), false),
          new Machine("pod", "10.244.1.10", 24, "10.244.1.1", Optional.of("POD01"), false));

  private final Labd labd;
  private final Settings settings;
  private final String hostAddress;
  private final Map<String, Integer> pids = new LinkedHashMap<>();

  Topology(Kernel kernel, Settings settings) {
    this.labd = kernel.labd();
    this.settings = settings;
    this.hostAddress = kernel.hostAddress();
  }

  /**
   * Every machine with a name of its own in the tests; the switch and the router are part of the
   * wires.
   */
  List<Machine> machines() {
    return MACHINES;
  }

  /** Makes the nodes, wires them up, and starts the servers. */
  void build() {
    if (settings.kernel() != Settings.Kernel.HOST) {
      // New namespaces start from the kernel's defaults, not from what the root namespace forwards
      // for us.
      script("", "echo 2 > /proc/sys/net/core/devconf_inherit_init_net");
    }
    pids.put("sw", labd.create("sw"));
    pids.put("gw", labd.create("gw"));
    for (Machine machine : MACHINES) {
      pids.put(machine.name(), labd.create(machine.name()));
    }
    pids.keySet().forEach(name -> script(name, PRISTINE));
    wireManagement();
    wireSegments();
    script(
        "gw",
        ip(
                "addr add " + GATEWAY + "/16 dev eth0",
                "addr add 10.99.0.1/24 dev eth1",
                "link set lo up",
                "link set eth0 up",
                "link set eth1 up",
                "route add 10.244.1.0/24 via 10.23.190.76")
            + FORWARD);
    MACHINES.forEach(this::configure);
    MACHINES.forEach(this::serve);
  }

  /**
   * Sysctls of a new namespace may be a copy of a machine's that somebody has tuned: the tests
   * start from defaults.
   */
  private static final String PRISTINE =
      """
      cd /proc/sys/net/ipv4/conf
      for scope in all default; do
        for name in rp_filter arp_ignore arp_announce forwarding accept_local; do echo 0 > $scope/$name; done
        echo 1 > $scope/send_redirects
      done
      """;

  private static final String FORWARD =
      """
      echo 1 > /proc/sys/net/ipv4/ip_forward
      echo 0 > /proc/sys/net/ipv4/conf/all/send_redirects
      for scope in /proc/sys/net/ipv4/conf/eth*; do echo 0 > $scope/send_redirects; done
      """;

  private void wireManagement() {
    StringBuilder commands = new StringBuilder("link add mgmt type bridge\nlink set mgmt up\n");
    commands.append("addr add ").append(MANAGEMENT_ROOT).append("/24 dev mgmt\n");
    for (Machine machine : MACHINES) {
      if (machine.inCluster()) {
        String port = "m-" + machine.name();
        commands.append(veth(port, "mgmt0", machine.name())).append('\n');
        commands.append("link set ").append(port).append(" master mgmt up\n");
      }
    }
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

  private void wireSegments() {
    StringBuilder commands = new StringBuilder("link add lan type bridge\nlink set lan up\n");
    for (Machine machine : MACHINES) {
      if (machine.gateway().equals(GATEWAY)) {
        commands.append(port("p-" + machine.name(), machine.name()));
      }
    }
    commands.append(port("p-gw", "gw"));
    script("sw", ip(commands.toString()));
    script("gw", ip(veth("eth1", "eth0", "client")));
    script(
        "rs01",
        ip(veth("cni0", "eth0", "pod"), "addr add 10.244.1.1/24 dev cni0", "link set cni0 up")
            + "echo 1 > /proc/sys/net/ipv4/ip_forward\n");
  }

  private String port(String name, String node) {
    return veth(name, "eth0", node) + "\nlink set " + name + " master lan up\n";
  }

  private String veth(String name, String peer, String node) {
    return "link add %s type veth peer name %s netns %d".formatted(name, peer, pids.get(node));
  }

  private void configure(Machine machine) {
    StringBuilder commands = new StringBuilder("link set lo up\n");
    commands.append("link set eth0 address ").append(mac(machine.address())).append('\n');
    commands.append(
        "addr add %s/%d dev eth0%nlink set eth0 up%nroute add default via %s%n"
            .formatted(machine.address(), machine.prefix(), machine.gateway()));
    if (machine.inCluster()) {
      commands.append(
          "addr add 192.168.77.%d/24 dev mgmt0%nlink set mgmt0 up%n"
              .formatted(10 + MACHINES.indexOf(machine)));
      if (!hostAddress.equals(MANAGEMENT_ROOT)) {
        commands.append("route add %s/32 via %s%n".formatted(hostAddress, MANAGEMENT_ROOT));
      }
    }
    script(machine.name(), ip(commands.toString()));
  }

  /**
   * A locally administered MAC address that spells the IPv4 address, so that captures can be read.
   */
  static String mac(String address) {
    StringBuilder mac = new StringBuilder("02:00");
    for (String octet : address.split("\\.")) {
      mac.append(":%02x".formatted(Integer.parseInt(octet)));
    }
    return mac.toString();
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
