package io.lvsoperator.e2e.lab;

import java.util.Optional;

/**
 * One machine of the lab, with one interface eth0 on one network.
 *
 * @param name of the node
 * @param network that eth0 is on
 * @param address of eth0
 * @param address6 the IPv6 address of eth0
 * @param answers what its servers call themselves; empty when it has none
 * @param inCluster whether it is a Node and has an agent
 */
record Machine(
    String name,
    Network network,
    String address,
    String address6,
    Optional<String> answers,
    boolean inCluster) {

  static Machine inCluster(String name, Network network, String address, String address6) {
    return new Machine(name, network, address, address6, Optional.empty(), true);
  }

  static Machine outside(String name, Network network, String address, String address6) {
    return new Machine(name, network, address, address6, Optional.empty(), false);
  }

  /** The same with servers. */
  Machine answering(String as) {
    return new Machine(name, network, address, address6, Optional.of(as), inCluster);
  }

  /**
   * A locally administered MAC address that spells the IPv4 address, so that captures can be read.
   */
  String mac() {
    return mac("02:00");
  }

  /** Of the interface by which it reaches the API server. */
  String managementMac() {
    return mac("02:01");
  }

  private String mac(String prefix) {
    StringBuilder mac = new StringBuilder(prefix);
    for (String octet : address.split("\\.")) {
      mac.append(":%02x".formatted(Integer.parseInt(octet)));
    }
    return mac.toString();
  }
}
