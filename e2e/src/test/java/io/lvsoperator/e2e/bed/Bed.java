package io.lvsoperator.e2e.bed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Machines with a cluster: nodes, the agents on them, the controller, the API server, kubectl. */
public interface Bed {

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
