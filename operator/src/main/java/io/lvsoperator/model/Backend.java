package io.lvsoperator.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A real server as a service's director sees it.
 *
 * @param name the RealServer object
 * @param address where it is
 * @param weight what its owner asked for, 0 where it drains
 * @param upperThreshold most connections, 0 for no limit
 * @param lowerThreshold when an overloaded one gets connections again, 0 for the kernel's choice
 * @param eligibility whether it may get connections yet, in the way that the service wants
 * @param ways the ways in which its director may send it packets, and whether it may in each; empty
 *     where nobody needs to be asked
 * @param node the Node whose agent is to be asked, where one is
 */
public record Backend(
    ServiceRef name,
    IpAddress address,
    int weight,
    int upperThreshold,
    int lowerThreshold,
    Eligibility eligibility,
    Optional<Map<Way, Eligibility>> ways,
    Optional<String> node) {
  /** Copies the map. */
  public Backend {
    ways = ways.map(Map::copyOf);
  }

  /** A real server that is set up for every way, or for none. */
  public Backend(
      ServiceRef name,
      IpAddress address,
      int weight,
      int upperThreshold,
      int lowerThreshold,
      Eligibility eligibility) {
    this(
        name,
        address,
        weight,
        upperThreshold,
        lowerThreshold,
        eligibility,
        eligibility == Eligibility.IN_PLACE ? Optional.empty() : Optional.of(Map.of()),
        Optional.empty());
  }

  /** {@return the ways in which it may get packets; empty where nobody needs to be asked} */
  public Optional<Set<Way>> inPlace() {
    return ways.map(Map::keySet);
  }

  /**
   * {@return whether it may get connections in a way in which it got them before; as long as
   * nothing is known of the wanted way, nothing speaks against another that was not asked for}
   */
  public Eligibility eligibility(Way way) {
    Eligibility unasked =
        eligibility == Eligibility.UNKNOWN ? Eligibility.UNKNOWN : Eligibility.NOT_IN_PLACE;
    return ways.map(all -> all.getOrDefault(way, unasked)).orElse(Eligibility.IN_PLACE);
  }

  /** {@return this with what is known of it} */
  public Backend with(Eligibility wanted, Map<Way, Eligibility> others) {
    return new Backend(
        name, address, weight, upperThreshold, lowerThreshold, wanted, Optional.of(others), node);
  }
}
