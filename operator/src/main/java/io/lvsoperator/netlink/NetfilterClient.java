package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;

/**
 * What lvs-operator asks nf_tables by netlink: whether a table is there, and the number of the
 * ruleset's generation, which grows with every transaction in this network namespace. As long as it
 * stays, nobody has changed any table. A kernel without nf_tables has no tables and stays at
 * generation 0.
 */
public final class NetfilterClient implements AutoCloseable {
  /** {@code NFNL_SUBSYS_NFTABLES}, in the upper byte of message types. */
  static final int NFTABLES = 10 << 8;

  /** {@code NFT_MSG_NEWGEN}: announces a generation. */
  static final int NEWGEN = NFTABLES | 15;

  /** {@code struct nfgenmsg}. */
  static final int HEADER = 4;

  private static final int GETTABLE = NFTABLES | 1;
  private static final int GETGEN = NFTABLES | 16;
  private static final int TABLE_NAME = 1;
  private static final int GEN_ID = 1;
  private static final int NFPROTO_INET = 1;

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

  /** The ruleset's generation. */
  public long generation() {
    try {
      return channel.get(new GetGeneration(), NetfilterClient::readGeneration);
    } catch (NetlinkException e) {
      if (lacksNftables(e)) {
        return 0;
      }
      throw e;
    }
  }

  /** Whether there is a table of the family inet with this name. */
  public boolean hasTable(String name) {
    try {
      return channel.get(new GetTable(name), payload -> true);
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT || lacksNftables(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private static boolean lacksNftables(NetlinkException e) {
    return e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP;
  }

  private static long readGeneration(ByteBuffer payload) {
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

  private record GetTable(String name) implements Request {
    @Override
    public String operation() {
      return "nft list table inet " + name;
    }

    @Override
    public int type() {
      return GETTABLE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(NFPROTO_INET).rawU8(0).rawU16(0).string(TABLE_NAME, name);
    }
  }
}
