package io.lvsoperator.model;

import java.util.List;

/**
 * An address that FULLNAT writes into packets as their source.
 *
 * @param address the address
 * @param predecessors other nodes that still report it; until there are none it is not added here
 */
public record SourceAddress(IpAddress address, List<String> predecessors) {
  /** Copies the list. */
  public SourceAddress {
    predecessors = List.copyOf(predecessors);
  }
}
