package io.lvsoperator.model;

/** The range of port numbers. */
final class Ports {
  private Ports() {}

  /** Throws {@link IllegalArgumentException} unless the port is from 0 to 65535. */
  static void check(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is out of range 0..65535");
    }
  }
}
