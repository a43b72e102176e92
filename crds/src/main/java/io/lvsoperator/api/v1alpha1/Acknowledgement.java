package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Names the request that a node honours.
 *
 * @param bootID the boot id in {@link ForwardingRequestSpec}, the director's
 * @param sequence its number, from 1
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Acknowledgement(String bootID, Long sequence) {

  /** Fills in what JSON left out. */
  public Acknowledgement {
    bootID = Given.text(bootID);
    sequence = Given.or(0L, sequence);
  }
}
