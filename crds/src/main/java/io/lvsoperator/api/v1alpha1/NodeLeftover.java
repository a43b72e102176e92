package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A real server in a director's kernel, under a virtual server that nothing wants any more and that
 * could not be deleted yet.
 *
 * @param vip the virtual server's address
 * @param address the real server's address
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeLeftover(String vip, String address) {

  /** Fills in what JSON left out. */
  public NodeLeftover {
    vip = Given.text(vip);
    address = Given.text(address);
  }
}
