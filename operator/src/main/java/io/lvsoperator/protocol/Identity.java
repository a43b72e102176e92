package io.lvsoperator.protocol;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Subnet;
import java.util.List;

/**
 * An interface from which a director may send packets.
 *
 * @param link its name on the director
 * @param mac its Ethernet address
 * @param addresses the director's own addresses there, with their subnets
 */
public record Identity(String link, MacAddress mac, List<Subnet> addresses) {

  /** Copies the list. */
  public Identity {
    addresses = List.copyOf(addresses);
  }

  /** {@return it as a real server sees it} */
  public DirectorPeer.Interface asInterface() {
    return new DirectorPeer.Interface(mac, addresses);
  }
}
