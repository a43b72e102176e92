package io.lvsoperator.e2e.lab;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The objects that a real cluster would have by itself: the Nodes, as their kubelets would report
 * them.
 */
final class Cluster {

  private Cluster() {}

  /**
   * The Nodes as one list.
   *
   * @param bootId of each
   */
  static String nodes(List<Machine> machines, UnaryOperator<String> bootId) {
    return machines.stream()
        .filter(Machine::inCluster)
        .map(machine -> node(machine, bootId.apply(machine.name()), machines.indexOf(machine)))
        .collect(Collectors.joining("\n---\n"));
  }

  /** One Node. */
  static String node(Machine machine, String bootId, int index) {
    return """
    apiVersion: v1
    kind: Node
    metadata:
      name: %s
      labels:
        kubernetes.io/hostname: %s
        %s
    spec:
      podCIDR: 10.244.%d.0/24
      podCIDRs: [10.244.%d.0/24, "fd00:244:%d::/64"]
    status:
      addresses:
      - {type: InternalIP, address: %s}
      - {type: InternalIP, address: "%s"}
      - {type: Hostname, address: %s}
      conditions:
      - {type: Ready, status: "True", reason: Lab, message: a namespace of the lab}
      nodeInfo:
        {bootID: %s, machineID: "%032x", systemUUID: %s, kernelVersion: lab, osImage: lab, containerRuntimeVersion: "lab://1",
         kubeletVersion: v1.36.3, kubeProxyVersion: "", operatingSystem: linux, architecture: amd64}
    """
        .formatted(
            machine.name(),
            machine.name(),
            label(machine.name()),
            podNetwork(machine.name(), index),
            podNetwork(machine.name(), index),
            podNetwork(machine.name(), index),
            machine.address(),
            machine.address6(),
            machine.name(),
            bootId,
            index + 1,
            machine.name().toUpperCase(Locale.ROOT));
  }

  /** The pod that the topology puts behind rs01 lives in 10.244.1.0/24 and fd00:244:1::/64. */
  private static int podNetwork(String name, int index) {
    return name.equals("rs01") ? 1 : 10 + index;
  }

  /**
   * Directors by the label of the quickstart; lb02 has another value, for groups that the tests
   * make themselves.
   */
  private static String label(String name) {
    return switch (name) {
      case "lb01" -> "lvs.node-restriction.kubernetes.io/director: \"true\"";
      case "lb02" -> "lvs.node-restriction.kubernetes.io/director: \"second\"";
      default -> "lvs-lab/role: real-server";
    };
  }
}
