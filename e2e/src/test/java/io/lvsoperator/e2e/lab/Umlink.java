package io.lvsoperator.e2e.lab;

import java.util.List;

/**
 * The link between this sandbox and User Mode Linux: a veth pair of which the guest holds one end
 * by a raw socket.
 */
final class Umlink {

  /** The interface that the guest reads and writes. */
  static final String GUEST_END = "lab1";

  private Umlink() {}

  /**
   * Makes the pair and takes the offloads off, because a raw socket would see packets larger than
   * the link's.
   */
  static void make(Settings settings, Children children) {
    children.run(
        "link to the guest",
        List.of("ip", "link", "add", "lab0", "type", "veth", "peer", "name", GUEST_END));
    children.run(
        "offloads off", List.of(settings.labd().toString(), "offloads", "lab0", GUEST_END));
    children.run(
        "address of the link", List.of("ip", "addr", "add", "192.168.78.1/24", "dev", "lab0"));
    children.run("link up", List.of("ip", "link", "set", "lab0", "up"));
    children.run("link up", List.of("ip", "link", "set", GUEST_END, "up"));
  }

  /** So that another lab of the same process can make its own. */
  static void remove(Children children) {
    children.run("link to the guest", List.of("ip", "link", "del", "lab0"));
  }
}
