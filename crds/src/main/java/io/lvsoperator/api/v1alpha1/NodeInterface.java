package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A network interface of a node.
 *
 * @param name its name, for example {@code eth0}
 * @param mac its hardware address, {@code aa:bb:cc:dd:ee:ff}; absent where it has none
 * @param addresses the node's own addresses on it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeInterface(
    String name, @OptionalJson Optional<String> mac, List<NodeAddress> addresses) {

  /** Fills in what JSON left out. */
  public NodeInterface {
    name = Given.text(name);
    mac = Given.optional(mac);
    addresses = Given.list(addresses);
  }
}
