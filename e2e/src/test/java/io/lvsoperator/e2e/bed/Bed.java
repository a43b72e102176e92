package io.lvsoperator.e2e.bed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Machines with a cluster: nodes, the agents on them, the controller, the API server, kubectl. */
public interface Bed {

  /** The folder of a node's disk in which its agent keeps what must outlive a boot. */
  String SAVED = "/run/disk/lvs-operator";

  /**
   * One machine.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  Node node(String name);

  /**
   * Every machine with an address, also those that are no nodes of the cluster (clients, the
   * router).
   */
  List<Node> nodes();

  /**
   * Listens on the directors' network for whoever says by ARP or neighbour discovery that an
   * address is his, and asks for it every 100 ms, until stopped; returns when it does.
   */
  Running<Claims> claims(String address);

  /**
   * Loads a kernel module, as an administrator would who knows that the kernel does not find it by
   * itself.
   */
  void loadModule(String name);

  /**
   * The agent of a node of the cluster; the tests' usual nodes have theirs running, others start it
   * themselves.
   */
  Daemon agent(String node);

  /**
   * Runs the product's command line on a node, with the state directory of the node's agent.
   *
   * @param node of the cluster
   * @param arguments the command and its own arguments
   */
  Result tool(String node, String... arguments);

  /**
   * Takes the power from nodes and boots them anew, side by side: everything that ran there is
   * dead, the kernel has forgotten everything and has another boot id, and only the disk is as it
   * was. What is started at every boot runs again, but for the agents.
   */
  void boot(String... nodes);

  /**
   * Another agent for a machine, which takes it for this Node, with the state and the disk of the
   * machine's own, which must not run meanwhile.
   */
  Daemon agentAs(String machine, String nodeName);

  /** Makes another cluster, which has a Node of this name too, and waits until it is ready. */
  OtherCluster otherCluster(String node);

  /** Does what a node's kubelet does after a boot: tells the API server of the boot id. */
  void reportBoot(String node);

  /**
   * Makes the Node object of a node anew, as its kubelet does when somebody has deleted it, and
   * gives its agent's next start a token that is bound to it.
   */
  void registerAgain(String node);

  /** The controller. */
  Daemon controller();

  /** The cluster's API server. */
  ApiServer apiServer();

  /** kubectl as the cluster's administrator. */
  Kubectl kubectl();

  /** How long a test may wait here for something that takes this long on a fast machine. */
  Duration patience(Duration onFastMachine);

  /**
   * Writes down what helps to understand a failure: agents' logs, the custom resources, and of
   * every node addresses, rules, routes, ipvs, nftables, connections and sysctls.
   *
   * @param folder is created when absent
   */
  void describeTo(Path folder);
}
