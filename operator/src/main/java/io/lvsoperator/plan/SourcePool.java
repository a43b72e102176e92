package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.SourceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The source addresses of a FULLNAT service: which of them the director may use now. A reply to one
 * that nobody has is lost, so a rule names only what stands or comes with this pass.
 *
 * @param usable the addresses that may be used, in their order
 * @param obstacle what stands in the way of another, if something does
 */
record SourcePool(List<SourceAddress> usable, Optional<VipPlacement.Place> obstacle) {
  static SourcePool of(DirectedService service, VipPlacement placement, DesiredDraft draft) {
    List<SourceAddress> usable = new ArrayList<>();
    Optional<VipPlacement.Place> obstacle = Optional.empty();
    for (SourceAddress source : service.sourceAddresses()) {
      if (source.address().family() != service.vip().family()) {
        continue; // another service's
      }
      VipPlacement.Place place = placement.place(service, source);
      switch (place) {
        case VipPlacement.Place.Own _ -> usable.add(source);
        case VipPlacement.Place.Ours ours -> {
          usable.add(source);
          draft.pool.add(ours.address());
        }
        case VipPlacement.Place.Refused _ -> obstacle = Optional.of(place);
        case VipPlacement.Place.Later later -> {
          obstacle = Optional.of(place);
          if (later.probe()) {
            draft.probes.add(new Desired.Probe(later.link(), source.address()));
          }
        }
      }
    }
    return new SourcePool(usable, obstacle);
  }

  /** {@return those source addresses that this node has: no new one is asked for} */
  static SourcePool standing(
      DirectedService service, Observed observed, VipPlacement placement, DesiredDraft draft) {
    List<SourceAddress> usable = new ArrayList<>();
    for (SourceAddress source : service.sourceAddresses()) {
      if (observed.addresses().at(source.address()).isEmpty()) {
        continue;
      }
      switch (placement.place(service, source)) {
        case VipPlacement.Place.Own _ -> usable.add(source);
        case VipPlacement.Place.Ours ours -> {
          usable.add(source);
          draft.pool.add(ours.address());
        }
        case VipPlacement.Place.Later _, VipPlacement.Place.Refused _ -> {}
      }
    }
    return new SourcePool(usable, Optional.empty());
  }

  /** {@return why the service cannot work at all: it shall have source addresses and has none} */
  Optional<VipPlacement.Place> missing() {
    return usable.isEmpty() ? obstacle : Optional.empty();
  }
}
