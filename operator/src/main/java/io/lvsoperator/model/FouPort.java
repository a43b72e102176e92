package io.lvsoperator.model;

import java.util.Comparator;

/**
 * A UDP port at which the kernel unwraps what comes in, {@code ip fou}. It is bound on every
 * address of its family.
 *
 * @param family the family of the outer packets
 * @param port 1 to 65535
 * @param gue whether the payload is generic UDP encapsulation; else it is bare, which we read but
 *     never write
 */
public record FouPort(Family family, int port, boolean gue) implements Comparable<FouPort> {
  private static final Comparator<FouPort> ORDER =
      Comparator.comparing((FouPort p) -> p.family())
          .thenComparingInt(p -> p.port())
          .thenComparing(p -> p.gue());

  /** Checks the port. */
  public FouPort {
    Ports.check(port);
    if (port == 0) {
      throw new IllegalArgumentException("port 0 takes no packets");
    }
  }

  /** {@return a port for GUE} */
  public static FouPort gue(Family family, int port) {
    return new FouPort(family, port, true);
  }

  /** {@return whether both would bind the same socket} */
  public boolean samePlace(FouPort other) {
    return family == other.family && port == other.port;
  }

  /** {@return the kernel module that is needed, which the kernel never loads by itself} */
  public String module() {
    return family == Family.IPV6 ? "fou6" : "fou";
  }

  /** {@return what {@code ip fou add} takes} */
  public String options() {
    return "port " + port + (gue ? " gue" : " ipproto 4") + (family == Family.IPV6 ? " -6" : "");
  }

  @Override
  public int compareTo(FouPort other) {
    return ORDER.compare(this, other);
  }
}
