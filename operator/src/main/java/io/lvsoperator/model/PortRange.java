package io.lvsoperator.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Ports side by side.
 *
 * @param first the lowest, 0 to 65535
 * @param last the highest, not below the first
 */
public record PortRange(int first, int last) implements Comparable<PortRange> {
  private static final Comparator<PortRange> ORDER =
      Comparator.comparing(PortRange::first).thenComparing(PortRange::last);

  /** Checks the ports and their order. */
  public PortRange {
    Ports.check(first);
    Ports.check(last);
    if (last < first) {
      throw new IllegalArgumentException(
          "ports " + first + "-" + last + " are the wrong way round");
    }
  }

  /** {@return a single port} */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /** {@return the same ports in order, each once, in as few ranges as can be} */
  public static List<PortRange> merged(Collection<PortRange> ranges) {
    List<PortRange> merged = new ArrayList<>();
    for (PortRange next : new TreeSet<>(ranges)) {
      PortRange last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && next.first <= last.last + 1) {
        merged.removeLast();
        merged.add(new PortRange(last.first, Math.max(last.last, next.last)));
      } else {
        merged.add(next);
      }
    }
    return List.copyOf(merged);
  }

  /**
   * {@return the ports that {@link #toString()} writes so}
   *
   * @throws IllegalArgumentException if the text is no range of ports
   */
  public static PortRange parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? of(Integer.parseInt(text))
        : new PortRange(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  /** {@return how many there are} */
  public int size() {
    return last - first + 1;
  }

  /** {@return whether it is one port} */
  public boolean isSingle() {
    return first == last;
  }

  /** {@return whether this port is among them} */
  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  /** {@return whether a port is among these and among the others} */
  public boolean overlaps(PortRange other) {
    return first <= other.last && other.first <= last;
  }

  @Override
  public int compareTo(PortRange other) {
    return ORDER.compare(this, other);
  }

  /** {@return the ports as nft writes them: {@code 80} or {@code 8000-8099}} */
  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
