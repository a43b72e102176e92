package io.lvsoperator.linux;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** IPv4: gratuitous ARP, and probes as RFC 5227 has them. */
record ArpProtocol() implements AddressProtocol {
  @Override
  public int etherType() {
    return ArpFrame.ETHER_TYPE;
  }

  @Override
  public long[] filter() {
    return new long[0];
  }

  @Override
  public List<byte[]> groups(IpAddress address) {
    return List.of();
  }

  @Override
  public ByteBuffer announcement(MacAddress self, IpAddress address) {
    return ArpFrame.announcement(self, address).toBuffer();
  }

  @Override
  public ByteBuffer probe(MacAddress self, IpAddress address) {
    return ArpFrame.probe(self, address).toBuffer();
  }

  @Override
  public Optional<MacAddress> claimant(ByteBuffer frame, IpAddress address, MacAddress self) {
    return ArpFrame.parse(frame).filter(arp -> arp.claims(address, self)).map(ArpFrame::senderMac);
  }
}
