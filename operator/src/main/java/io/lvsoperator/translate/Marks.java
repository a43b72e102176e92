package io.lvsoperator.translate;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.ServiceRef;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives out the firewall marks that stand for virtual servers.
 *
 * <p>They come from 0x107f, which is clear of what others do with marks on the same node:
 * kube-proxy (0x4000, 0x8000), Calico (0xffff0000), Cilium (0x0f00), the portmap plugin (0x2000)
 * and the VPC plugin (0x80). That makes 255 of them for each family.
 *
 * <p>Which entry gets which follows from the names alone, as long as no two want the same: then the
 * one that asks first has it, and the other gets the next that is free. Whoever asks from the
 * oldest object to the youngest gets the same answers everywhere, and a younger object never takes
 * an older one's mark.
 */
final class Marks {
  /** How many marks there are for each family. */
  static final int COUNT = 255;

  private final Map<Family, Set<Integer>> taken = new EnumMap<>(Family.class);

  /**
   * Takes a mark.
   *
   * @param family of the packets: marks of the two families don't meet
   * @param service the LvsService
   * @param entry the name of the entry in its ports
   * @return the mark, or empty when all are taken
   */
  Optional<Integer> take(Family family, ServiceRef service, String entry) {
    Set<Integer> numbers = taken.computeIfAbsent(family, _ -> new HashSet<>());
    int first = Math.floorMod(hash(service + "/" + entry), COUNT);
    for (int step = 0; step < COUNT; step++) {
      int number = 1 + (first + step) % COUNT;
      if (numbers.add(number)) {
        return Optional.of(value(number));
      }
    }
    return Optional.empty();
  }

  /** Gives a mark back. */
  void release(Family family, int mark) {
    taken.getOrDefault(family, Set.of()).remove(number(mark));
  }

  /** The mark with a number from 1 to {@link #COUNT}: seven bits at the bottom, one at 0x1000. */
  private static int value(int number) {
    return number & 0x7f | (number & 0x80) << 5;
  }

  private static int number(int mark) {
    return mark & 0x7f | mark >> 5 & 0x80;
  }

  /** FNV-1a: names that differ in their last letter come out far apart. */
  private static int hash(String text) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    return hash ^ hash >>> 16;
  }
}
