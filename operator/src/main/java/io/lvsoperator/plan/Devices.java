package io.lvsoperator.plan;

import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.OwnLink;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The devices of a node: what takes tunnelled packets, and ipvs as a whole.
 *
 * @param links the devices of ours, all of them up; one per name
 * @param fallbackLinks fallback devices that are to be up; one that is up anyway stays as it is
 * @param fouPorts UDP ports at which the kernel unwraps packets; one that is there anyway stays
 * @param timeouts timeouts of ipvs in seconds; those that are missing are nobody's wish
 */
public record Devices(
    Set<OwnLink> links,
    SortedSet<FallbackLink> fallbackLinks,
    SortedSet<FouPort> fouPorts,
    SortedMap<IpvsTimeout, Integer> timeouts) {
  /** Copies the collections. */
  public Devices {
    links = Set.copyOf(links);
    fallbackLinks = Collections.unmodifiableSortedSet(new TreeSet<>(fallbackLinks));
    fouPorts = Collections.unmodifiableSortedSet(new TreeSet<>(fouPorts));
    timeouts = Collections.unmodifiableSortedMap(new TreeMap<>(timeouts));
  }

  /** {@return a copy of these} */
  static Devices of(
      Set<OwnLink> links,
      Set<FallbackLink> fallbackLinks,
      Set<FouPort> fouPorts,
      Map<IpvsTimeout, Integer> timeouts) {
    return new Devices(
        links, new TreeSet<>(fallbackLinks), new TreeSet<>(fouPorts), new TreeMap<>(timeouts));
  }
}
