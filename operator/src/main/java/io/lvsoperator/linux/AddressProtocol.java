package io.lvsoperator.linux;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** How neighbours on an Ethernet talk about addresses: ARP, or neighbour discovery. */
sealed interface AddressProtocol permits ArpProtocol, NeighbourProtocol {
  /** The protocol number in the frames, {@code ETH_P_*}. */
  int etherType();

  /**
   * What a socket shall receive of it, as {@link io.lvsoperator.ffm.SocketFilter}; may be empty.
   */
  long[] filter();

  /** Where answers may be sent to that an interface would not take by itself. */
  List<byte[]> groups(IpAddress address);

  /** A frame that says that the address is at this Ethernet address. */
  ByteBuffer announcement(MacAddress self, IpAddress address);

  /** A frame that asks for the address without claiming it. */
  ByteBuffer probe(MacAddress self, IpAddress address);

  /** Who, other than us, has the address according to this frame, or is about to take it. */
  Optional<MacAddress> claimant(ByteBuffer frame, IpAddress address, MacAddress self);
}
