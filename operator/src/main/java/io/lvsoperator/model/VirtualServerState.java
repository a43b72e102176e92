package io.lvsoperator.model;

import java.util.List;
import java.util.Optional;

/**
 * A virtual server as read from the kernel, with its destinations.
 *
 * @param server what is configured
 * @param destinations in the kernel's order
 */
public record VirtualServerState(VirtualServer server, List<DestinationState> destinations) {
  /** Copies the list. */
  public VirtualServerState {
    destinations = List.copyOf(destinations);
  }

  /** {@return the destination with this key, if there is one} */
  public Optional<DestinationState> destination(Destination.Key key) {
    return destinations.stream().filter(d -> d.destination().key().equals(key)).findFirst();
  }
}
