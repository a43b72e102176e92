package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A VIP on a node.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 * @param use whether the agent placed it, found it or hid it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeVip(String address, Lenient<VipUse> use) {

  /** Fills in what JSON left out. */
  public NodeVip {
    address = Given.text(address);
    use = Given.or(Lenient.of(VipUse.PLACED), use);
  }
}
