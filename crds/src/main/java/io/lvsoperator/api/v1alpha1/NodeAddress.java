package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An address of a node's own: never one that the agent placed.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 * @param prefixLength 0 to 32, for IPv6 to 128
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeAddress(String address, Integer prefixLength) {

  /** Fills in what JSON left out. */
  public NodeAddress {
    address = Given.text(address);
    prefixLength = Given.or(0, prefixLength);
  }
}
