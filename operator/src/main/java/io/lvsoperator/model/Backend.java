package io.lvsoperator.model;

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
 * @param inPlace the ways for which its node reports a part for this service's VIP in place in this
 *     boot; empty where nobody needs to report
 */
public record Backend(
    ServiceRef name,
    IpAddress address,
    int weight,
    int upperThreshold,
    int lowerThreshold,
    Eligibility eligibility,
    Optional<Set<Way>> inPlace) {
  /** Copies the set. */
  public Backend {
    inPlace = inPlace.map(Set::copyOf);
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
        eligibility == Eligibility.IN_PLACE ? Optional.empty() : Optional.of(Set.of()));
  }

  /** {@return whether it may get connections in a way in which it got them before} */
  public Eligibility eligibility(Way way) {
    if (eligibility == Eligibility.UNKNOWN) {
      return Eligibility.UNKNOWN;
    }
    return inPlace.isEmpty() || inPlace.get().contains(way)
        ? Eligibility.IN_PLACE
        : Eligibility.NOT_IN_PLACE;
  }
}
