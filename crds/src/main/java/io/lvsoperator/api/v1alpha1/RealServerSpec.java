package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A server that takes connections.
 *
 * @param address its IPv4 or IPv6 address in canonical form
 * @param management who sets up its side
 * @param nodeName the Node that it is; absent: the Node that has the address
 * @param weight 0 to 65535, 0 = drained
 * @param state whether it gets connections
 * @param upperThreshold the kernel's: above so many connections (active plus inactive, per port,
 *     service and director) it gets no new ones
 * @param lowerThreshold the kernel's: below so many it gets new ones again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerSpec(
    String address,
    Lenient<Management> management,
    @OptionalJson Optional<String> nodeName,
    Integer weight,
    Lenient<RealServerState> state,
    @OptionalJson Optional<Integer> upperThreshold,
    @OptionalJson Optional<Integer> lowerThreshold) {

  /** Fills in what JSON left out. */
  public RealServerSpec {
    address = Given.text(address);
    management = Given.or(Lenient.of(Management.AGENT), management);
    nodeName = Given.optional(nodeName);
    weight = Given.or(1, weight);
    state = Given.or(Lenient.of(RealServerState.IN_SERVICE), state);
    upperThreshold = Given.optional(upperThreshold);
    lowerThreshold = Given.optional(lowerThreshold);
  }

  /** A server with every default. */
  public static RealServerSpec of(String address) {
    return new RealServerSpec(
        address,
        Lenient.of(Management.AGENT),
        Optional.empty(),
        1,
        Lenient.of(RealServerState.IN_SERVICE),
        Optional.empty(),
        Optional.empty());
  }

  /** Every value that this version does not know, as {@code field "text"}; empty when all are. */
  public List<String> unsupportedValues() {
    return Unsupported.values()
        .value("spec.management", management)
        .value("spec.state", state)
        .list();
  }
}
