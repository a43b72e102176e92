package io.lvsoperator.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source ports of FULLNAT. Each connection to one port of one real server needs a source
 * address and port of its own.
 */
public final class SourcePorts {
  /**
   * What the director's own address uses where that is free: clear of NodePorts and of {@code
   * net.ipv4.ip_local_port_range} (32768 to 60999), both by their defaults.
   */
  public static final PortRange OWN = new PortRange(10000, 29999);

  /** What netfilter chooses from where no range is named and the client's port is above 1023. */
  private static final PortRange POOL = new PortRange(1024, 65535);

  /** kube-apiserver's default of {@code --service-node-port-range}. */
  private static final PortRange NODE_PORTS = new PortRange(30000, 32767);

  /** With fewer the director's own connections are the smaller evil. */
  private static final int FEWEST = 4096;

  private static final Pattern TWO_PORTS = Pattern.compile("(\\d{1,5})\\s+(\\d{1,5})");

  private SourcePorts() {}

  /**
   * {@return the ports that FULLNAT takes on the director's own address} {@link #OWN} where the
   * host itself does not use them, else the longest range that neither it nor NodePorts use, if
   * that has 4096 ports; else {@link #OWN} all the same: netfilter never gives two connections one
   * port.
   *
   * @param local from which ports the host's own connections come, where that is known
   */
  public static PortRange own(Optional<PortRange> local) {
    return local
        .filter(OWN::overlaps)
        .flatMap(SourcePorts::longestBeside)
        .filter(range -> size(range) >= FEWEST)
        .orElse(OWN);
  }

  /**
   * {@return the ports that a value of {@code net.ipv4.ip_local_port_range} names} Empty where it
   * is none.
   */
  public static Optional<PortRange> local(String text) {
    Matcher ports = TWO_PORTS.matcher(text.strip());
    if (!ports.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(ports.group(1));
    int last = Integer.parseInt(ports.group(2));
    return first <= last && last <= POOL.last()
        ? Optional.of(new PortRange(first, last))
        : Optional.empty();
  }

  private static Optional<PortRange> longestBeside(PortRange local) {
    List<PortRange> free = new ArrayList<>();
    int next = POOL.first();
    for (PortRange taken : PortRange.merged(List.of(local, NODE_PORTS))) {
      if (next < taken.first()) {
        free.add(new PortRange(next, taken.first() - 1));
      }
      next = Math.max(next, taken.last() + 1);
    }
    if (next <= POOL.last()) {
      free.add(new PortRange(next, POOL.last()));
    }
    return free.stream().max(Comparator.comparingInt(SourcePorts::size));
  }

  /**
   * {@return how many connections are possible}
   *
   * @param addresses how many source addresses there are; 0 for the director's own
   * @param own the ports that FULLNAT takes on that one
   */
  public static int capacity(int addresses, PortRange own) {
    return addresses == 0 ? size(own) : addresses * size(POOL);
  }

  private static int size(PortRange ports) {
    return ports.last() - ports.first() + 1;
  }
}
