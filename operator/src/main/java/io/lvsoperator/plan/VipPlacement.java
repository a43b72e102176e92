package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Route;
import java.util.Optional;

/** Decides where a director's VIP goes, or why it does not go anywhere. */
final class VipPlacement {
  private final Observed observed;
  private final Ownership ownership;

  VipPlacement(Observed observed, Ownership ownership) {
    this.observed = observed;
    this.ownership = ownership;
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

  Place place(DirectedService service) {
    Optional<LinkAddress> foreign =
        observed.addresses().stream()
            .filter(a -> a.address().equals(service.vip()) && !ownership.owns(a))
            .findFirst();
    if (foreign.isPresent()) {
      return own(service, foreign.get());
    }
    Optional<String> link = service.link().or(() -> linkOf(service.vip()));
    if (link.flatMap(observed::link).isEmpty()) {
      return new Place.Refused(noInterface(service, link));
    }
    return held(service, link.get());
  }

  private static Place own(DirectedService service, LinkAddress standing) {
    if (!service.ownAddressAllowed()) {
      return new Place.Refused(
          Outcome.refused(
              "NotAllowed",
              "VIP %s is this director's own address on %s, and no allow rule of the group says ownAddresses: Allow"
                  .formatted(service.vip(), standing.link())));
    }
    return new Place.Own(standing.link());
  }

  private Place held(DirectedService service, String link) {
    LinkAddress wanted = new LinkAddress(link, service.vip().asHost(), Ownership.PROTOCOL);
    boolean stands =
        observed.addresses().stream()
            .anyMatch(a -> a.address().equals(service.vip()) && ownership.owns(a));
    if (stands) {
      return new Place.Ours(wanted);
    }
    if (!service.predecessors().isEmpty()) {
      return new Place.Later(link, waitingFor(service), false);
    }
    return switch (observed.probes().get(service.vip())) {
      case ProbeResult.Free _ -> new Place.Ours(wanted);
      case ProbeResult.InUse inUse -> new Place.Refused(addressInUse(service, link, inUse));
      case null ->
          new Place.Later(
              link,
              Outcome.waiting(
                  "Probing", "asking on %s whether %s is free".formatted(link, service.vip())),
              true);
    };
  }

  /** The interface towards an address: the one whose subnet holds it, else the default route's. */
  Optional<String> linkOf(IpAddress address) {
    return observed.addresses().stream()
        .filter(a -> !ownership.owns(a) && a.subnet().contains(address))
        .filter(a -> observed.link(a.link()).filter(Link::loopback).isEmpty())
        .max((a, b) -> Integer.compare(a.subnet().prefixLength(), b.subnet().prefixLength()))
        .map(LinkAddress::link)
        .or(() -> defaultLink(address));
  }

  private Optional<String> defaultLink(IpAddress address) {
    return observed.defaultRoutes().stream()
        .filter(r -> r.destination().address().family() == address.family())
        .map(Route::link)
        .findFirst();
  }

  private static Outcome noInterface(DirectedService service, Optional<String> named) {
    return Outcome.refused(
        "NoInterface",
        named
            .map(n -> "the group's interface " + n + " does not exist on this director")
            .orElse(
                "no interface of this director has a subnet with %s, and there is no default route: name one in the group's spec.interface"
                    .formatted(service.vip())));
  }

  private static Outcome waitingFor(DirectedService service) {
    return Outcome.waiting(
        "WaitingForPredecessor",
        "VIP %s is added when %s no longer has it"
            .formatted(service.vip(), String.join(", ", service.predecessors())));
  }

  private static Outcome addressInUse(
      DirectedService service, String link, ProbeResult.InUse inUse) {
    return Outcome.refused(
        "AddressInUse",
        "%s on %s answers for VIP %s: take the address away there, or choose another VIP"
            .formatted(inUse.by(), link, service.vip()));
  }
}
