package io.lvsoperator.linux;

import static io.lvsoperator.ffm.SocketFilter.jumpIfEqual;
import static io.lvsoperator.ffm.SocketFilter.loadByte;
import static io.lvsoperator.ffm.SocketFilter.take;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * IPv6: unsolicited neighbour advertisements (RFC 4861 §7.2.6), and duplicate address detection
 * (RFC 4862 §5.4) by the same rules as the kernel's own.
 */
record NeighbourProtocol() implements AddressProtocol {
  private static final int WHOLE = 0xffff;

  @Override
  public int etherType() {
    return NeighbourFrame.ETHER_TYPE;
  }

  /** On a busy director the socket would drown in everything else that is IPv6. */
  @Override
  public long[] filter() {
    return new long[] {
      loadByte(NeighbourFrame.NEXT_HEADER),
      jumpIfEqual(NeighbourFrame.ICMPV6, 0, 3),
      loadByte(NeighbourFrame.TYPE),
      jumpIfEqual(NeighbourFrame.SOLICITATION, 2, 0),
      jumpIfEqual(NeighbourFrame.ADVERTISEMENT, 1, 0),
      take(0),
      take(WHOLE)
    };
  }

  /** Where the owner answers, and where somebody asks who is about to take the address too. */
  @Override
  public List<byte[]> groups(IpAddress address) {
    return List.of(
        NeighbourFrame.ethernet(NeighbourFrame.ALL_NODES),
        NeighbourFrame.ethernet(NeighbourFrame.solicitedNode(address)));
  }

  @Override
  public ByteBuffer announcement(MacAddress self, IpAddress address) {
    return NeighbourFrame.announcement(self, address).toBuffer();
  }

  @Override
  public ByteBuffer probe(MacAddress self, IpAddress address) {
    return NeighbourFrame.probe(self, address).toBuffer();
  }

  @Override
  public Optional<MacAddress> claimant(ByteBuffer frame, IpAddress address, MacAddress self) {
    return NeighbourFrame.parse(frame).flatMap(message -> message.claimant(address, self));
  }
}
