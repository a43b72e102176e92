package io.lvsoperator.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the DirectorGroups of a node set of its ipvs.
 *
 * @param wishes by the option; one that no group sets is not here
 */
public record IpvsOptions(SortedMap<IpvsOption, Wish> wishes) {
  /** No group sets anything. */
  public static final IpvsOptions NONE = new IpvsOptions(new TreeMap<>());

  /** Copies the map. */
  public IpvsOptions {
    wishes = Collections.unmodifiableSortedMap(new TreeMap<>(wishes));
  }

  /**
   * What an option shall be.
   *
   * @param value the value
   * @param group the oldest group that sets it
   * @param overruled younger groups that set it to another value, the oldest first
   */
  public record Wish(int value, String group, List<Overruled> overruled) {
    /** Copies the list. */
    public Wish {
      overruled = List.copyOf(overruled);
    }
  }

  /**
   * A group that does not get its way.
   *
   * @param group its name
   * @param value what it sets
   */
  public record Overruled(String group, int value) {}
}
