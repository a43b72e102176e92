package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.SourceAddress;
import java.util.List;
import java.util.Optional;

/** Decides where a director's VIP or source address goes, or why it does not go anywhere. */
final class VipPlacement {
  private final Observed observed;
  private final Ownership ownership;
  private final OwnSubnets subnets;

  VipPlacement(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
    this.subnets = OwnSubnets.besideLoopback(observed, ownership);
  }

  /** What was decided. */
  sealed interface Place {
    /** The node has the address anyway: it is used as it stands, never added, never removed. */
    record Own(String link) implements Place {}

    /** The address is ours to hold. */
    record Ours(LinkAddress address) implements Place {}

    /** The address will be ours, but something must be known or happen first. */
    record Later(String link, Outcome why, boolean probe) implements Place {}

    /** The service is not programmed here at all. */
    record Refused(Outcome why) implements Place {}
  }

  /** An address that a director needs, and what the custom resources say of it. */
  private record Wanted(
      String what,
      IpAddress address,
      Optional<String> link,
      boolean ownAllowed,
      List<String> predecessors) {
    Wanted(DirectedService service) {
      this(
          "VIP",
          service.vip(),
          service.link(),
          service.ownAddressAllowed(),
          service.predecessors());
    }

    Wanted(DirectedService service, SourceAddress source) {
      this("source address", source.address(), service.link(), true, source.predecessors());
    }
  }

  /** {@return where the service's VIP goes} */
  Place place(DirectedService service) {
    return place(new Wanted(service));
  }

  /** {@return where an address goes that FULLNAT needs} */
  Place place(DirectedService service, SourceAddress source) {
    return place(new Wanted(service, source));
  }

  private Place place(Wanted wanted) {
    Optional<LinkAddress> foreign =
        observed.addresses().at(wanted.address()).stream()
            .filter(a -> !ownership.owns(a))
            .findFirst();
    if (foreign.isPresent()) {
      return own(wanted, foreign.get());
    }
    Optional<String> link = wanted.link().or(() -> linkOf(wanted.address()));
    if (link.flatMap(observed::link).isEmpty()) {
      return new Place.Refused(noInterface(wanted, link));
    }
    return held(wanted, link.get());
  }

  private static Place own(Wanted wanted, LinkAddress standing) {
    if (!wanted.ownAllowed()) {
      return new Place.Refused(
          Outcome.refused(
              "NotAllowed",
              "VIP %s is this director's own address on %s, and no allow rule of the group says ownAddresses: Allow"
                  .formatted(wanted.address(), standing.link())));
    }
    return new Place.Own(standing.link());
  }

  private Place held(Wanted wanted, String link) {
    LinkAddress place = new LinkAddress(link, wanted.address().asHost(), Ownership.PROTOCOL);
    boolean stands = observed.addresses().at(wanted.address()).stream().anyMatch(this::announces);
    if (stands) {
      return new Place.Ours(place);
    }
    if (!wanted.predecessors().isEmpty()) {
      return new Place.Later(link, waitingFor(wanted), false);
    }
    return switch (observed.probes().get(wanted.address())) {
      case ProbeResult.Free _ -> new Place.Ours(place);
      case ProbeResult.InUse inUse -> new Place.Refused(addressInUse(wanted, link, inUse));
      case null ->
          new Place.Later(
              link,
              Outcome.waiting(
                  "Probing", "asking on %s whether %s is free".formatted(link, wanted.address())),
              true);
    };
  }

  /** Whether we hold this address as a director: what a real server hides is another matter. */
  boolean announces(LinkAddress address) {
    return ownership.owns(address) && !observed.hides(address);
  }

  /** The interface towards an address: the one whose subnet holds it, else the default route's. */
  Optional<String> linkOf(IpAddress address) {
    return subnets.linkOf(address).or(() -> defaultLink(address));
  }

  private Optional<String> defaultLink(IpAddress address) {
    return observed.defaultRoutes().stream()
        .filter(r -> r.destination().address().family() == address.family())
        .map(Route::link)
        .findFirst();
  }

  private static Outcome noInterface(Wanted wanted, Optional<String> named) {
    return Outcome.refused(
        "NoInterface",
        named
            .map(n -> "the group's interface " + n + " does not exist on this director")
            .orElse(
                "no interface of this director has a subnet with %s, and there is no default route: name one in the group's spec.interface"
                    .formatted(wanted.address())));
  }

  private static Outcome waitingFor(Wanted wanted) {
    return Outcome.waiting(
        "WaitingForPredecessor",
        "%s %s is added when %s no longer has it"
            .formatted(wanted.what(), wanted.address(), String.join(", ", wanted.predecessors())));
  }

  private static Outcome addressInUse(Wanted wanted, String link, ProbeResult.InUse inUse) {
    return Outcome.refused(
        "AddressInUse",
        "%s on %s answers for %s %s: take the address away there, or choose another"
            .formatted(inUse.by(), link, wanted.what(), wanted.address()));
  }
}
