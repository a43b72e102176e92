package io.lvsoperator.model;

import java.util.List;
import java.util.Optional;

/**
 * A virtual server as read from the kernel, with its destinations.
 *
 * @param server what is configured
 * @param destinations in the kernel's order
 */
public record VirtualServerState(
    VirtualServer server, Indexed<Destination.Key, DestinationState> destinations) {
  /** Indexes the list. */
  public VirtualServerState(VirtualServer server, List<DestinationState> destinations) {
    this(server, Indexed.by(state -> state.destination().key(), destinations));
  }

  /** {@return the destination with this key, if there is one} */
  public Optional<DestinationState> destination(Destination.Key key) {
    return destinations.find(key);
  }
}
