package io.lvsoperator.netlink;

import java.nio.ByteBuffer;

/**
 * The one thing that lvs-operator asks nf_tables by netlink: the number of the ruleset's
 * generation, which grows with every transaction in this network namespace. As long as it stays,
 * nobody has changed any table.
 */
public final class NetfilterClient implements AutoCloseable {
  /** {@code NFNL_SUBSYS_NFTABLES}, in the upper byte of message types. */
  static final int NFTABLES = 10 << 8;

  /** {@code NFT_MSG_NEWGEN}: announces a generation. */
  static final int NEWGEN = NFTABLES | 15;

  /** {@code struct nfgenmsg}. */
  static final int HEADER = 4;

  private static final int GETGEN = NFTABLES | 16;
  private static final int GEN_ID = 1;

  private final NetlinkChannel channel;

  NetfilterClient(NetlinkChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens nfnetlink, which makes the kernel load its module if it can.
   *
   * @throws NetlinkException {@code EPROTONOSUPPORT} if this kernel has no netfilter
   */
  public static NetfilterClient open() {
    return new NetfilterClient(NetlinkChannel.netfilter());
  }

  /**
   * The ruleset's generation.
   *
   * @throws NetlinkException {@code EINVAL} if this kernel has no nf_tables
   */
  public long generation() {
    return channel.get(new GetGeneration(), NetfilterClient::readGeneration);
  }

  @Override
  public void close() {
    channel.close();
  }

  private static long readGeneration(ByteBuffer payload) {
    // The only number of nf_tables that we read is big endian, as all of them.
    return Integer.toUnsignedLong(
        new Attributes(payload.position(payload.position() + HEADER)).be32(GEN_ID, 0));
  }

  private record GetGeneration() implements Request {
    @Override
    public String operation() {
      return "nft monitor";
    }

    @Override
    public int type() {
      return GETGEN;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(0).rawU8(0).rawU16(0);
    }
  }
}
