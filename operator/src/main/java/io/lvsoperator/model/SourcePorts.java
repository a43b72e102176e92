package io.lvsoperator.model;

/**
 * How many connections FULLNAT can have to one port of one real server: each needs a source address
 * and port of its own.
 */
public final class SourcePorts {
  /**
   * What the director's own address uses: clear of NodePorts (30000 to 32767) and of {@code
   * net.ipv4.ip_local_port_range} (32768 to 60999), both by their defaults.
   */
  public static final PortRange OWN = new PortRange(10000, 29999);

  /** What netfilter chooses from where no range is named and the client's port is above 1023. */
  private static final PortRange POOL = new PortRange(1024, 65535);

  private SourcePorts() {}

  /**
   * {@return how many connections are possible}
   *
   * @param addresses how many source addresses there are; 0 for the director's own
   */
  public static int capacity(int addresses) {
    return addresses == 0 ? size(OWN) : addresses * size(POOL);
  }

  private static int size(PortRange ports) {
    return ports.last() - ports.first() + 1;
  }
}
