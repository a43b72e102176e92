package io.lvsoperator.model;

/**
 * A real server behind a virtual server, as the kernel holds it.
 *
 * @param key its address and port
 * @param forwarding how packets reach it
 * @param weight 0 to 65535; 0 gets no new connections
 * @param upperThreshold most connections, 0 for no limit
 * @param lowerThreshold at how many connections an overloaded one gets new ones again, 0 for the
 *     kernel's choice
 */
public record Destination(
    Key key, Forwarding forwarding, int weight, int upperThreshold, int lowerThreshold) {
  /** Checks the ranges that the kernel checks, and those that it forgets to check. */
  public Destination {
    if (weight < 0 || weight > 65535) {
      throw new IllegalArgumentException("weight " + weight + " of " + key + " is not in 0..65535");
    }
    if (upperThreshold < 0 || lowerThreshold < 0) {
      throw new IllegalArgumentException("negative threshold of " + key);
    }
  }

  /**
   * What identifies a destination in its virtual server.
   *
   * @param address the real server's address
   * @param port the real server's port, 0 to 65535
   */
  public record Key(IpAddress address, int port) {
    /** Checks the port. */
    public Key {
      Ports.check(port);
    }

    @Override
    public String toString() {
      return address.bracketed() + ":" + port;
    }
  }

  /** {@return a destination by NAT without thresholds} */
  public static Destination masquerade(IpAddress address, int port, int weight) {
    return new Destination(new Key(address, port), new Forwarding.Masquerade(), weight, 0, 0);
  }

  /** {@return this destination with another weight} */
  public Destination withWeight(int other) {
    return new Destination(key, forwarding, other, upperThreshold, lowerThreshold);
  }

  /**
   * {@return the options that ipvsadm needs after {@code -a} or {@code -e} and the virtual server}
   */
  public String options() {
    return "-r "
        + key
        + " "
        + forwarding.option()
        + " -w "
        + weight
        + (upperThreshold == 0 ? "" : " -x " + upperThreshold)
        + (lowerThreshold == 0 ? "" : " -y " + lowerThreshold);
  }
}
