package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What lvs-operator asks nf_tables by netlink: what is in a table, and the number of the ruleset's
 * generation, which grows with every transaction in this network namespace. As long as it stays,
 * nobody has changed any table. A kernel without nf_tables has no tables and stays at generation 0.
 */
public final class NetfilterClient implements AutoCloseable {
  /** {@code NFNL_SUBSYS_NFTABLES}, in the upper byte of message types. */
  static final int NFTABLES = 10 << 8;

  /** {@code NFT_MSG_NEWGEN}: announces a generation. */
  static final int NEWGEN = NFTABLES | 15;

  /** {@code struct nfgenmsg}. */
  static final int HEADER = 4;

  private static final int GETTABLE = NFTABLES | 1;
  private static final int GETCHAIN = NFTABLES | 4;
  private static final int GETRULE = NFTABLES | 7;
  private static final int GETSET = NFTABLES | 10;
  private static final int GETSETELEM = NFTABLES | 13;
  private static final int GETGEN = NFTABLES | 16;
  private static final int GEN_ID = 1;

  /** The table's name, in whatever is in a table too, and behind it that thing's own. */
  private static final int NAME = 1;

  private static final int NAME_IN_TABLE = 2;
  private static final int TABLE_FLAGS = 2;
  private static final int SET_ELEMENTS = 3;

  /** {@code NFTA_CHAIN_}: handle, name, hook, policy, type. */
  private static final int[] CHAIN_CONTENT = {2, 3, 4, 5, 7};

  /** {@code NFTA_RULE_}: chain, handle, expressions, userdata. */
  private static final int[] RULE_CONTENT = {2, 3, 4, 7};

  /** {@code NFTA_SET_}: name, flags, key's and data's type and length, handle. */
  private static final int[] SET_CONTENT = {2, 3, 4, 5, 6, 7, 16};

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

  /**
   * {@return a digest of a table of the family inet, of its chains, rules, sets and elements, as
   * the kernel has them; empty if there is no such table} It stays the same until somebody changes
   * the table, in this boot and with this kernel.
   */
  public Optional<String> fingerprint(String table) {
    MessageDigest digest = sha256();
    try {
      String list = "nft list table inet " + table;
      byte[] head = channel.get(new Get(list, GETTABLE, table), p -> content(p, TABLE_FLAGS));
      digest.update(head);
      for (Named chain : dump(new Get("nft list chains inet", GETCHAIN), CHAIN_CONTENT)) {
        if (chain.table().equals(table)) {
          digest.update(chain.content());
        }
      }
      dump(new Get(list, GETRULE, table), RULE_CONTENT).forEach(r -> digest.update(r.content()));
      for (Named set : dump(new Get("nft list sets inet", GETSET, table), SET_CONTENT)) {
        digest.update(set.content());
        for (byte[] element : elements(table, set.name())) {
          digest.update(element);
        }
      }
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT || lacksNftables(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  /** Something in a table. */
  private record Named(String table, String name, byte[] content) {}

  private List<Named> dump(Get request, int... types) {
    return channel.dump(
        request,
        payload -> {
          Attributes attributes = Attributes.behind(payload, HEADER);
          return new Named(
              attributes.string(NAME).orElse(""),
              attributes.string(NAME_IN_TABLE).orElse(""),
              content(payload, types));
        });
  }

  /** In an order of their own: the kernel's changes when it makes room. */
  private List<byte[]> elements(String table, String set) {
    List<byte[]> elements = new ArrayList<>();
    channel.dump(
        new Get("nft list set inet %s %s".formatted(table, set), GETSETELEM, table, set),
        payload -> {
          Attributes.behind(payload, HEADER)
              .nested(SET_ELEMENTS)
              .ifPresent(list -> list.forEach((_, element) -> elements.add(bytes(element))));
          return set;
        });
    elements.sort(Arrays::compare);
    return elements;
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

  private static byte[] content(ByteBuffer payload, int... types) {
    Attributes attributes = Attributes.behind(payload, HEADER);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int type : types) {
      attributes.bytes(type).ifPresent(content -> bytes.writeBytes(bytes(content)));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(content.position(), bytes);
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
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

  /** Asks for one thing of a table, or for all of a kind. */
  private record Get(String operation, int type, String... names) implements Request {
    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(NFPROTO_INET).rawU8(0).rawU16(0);
      for (int i = 0; i < names.length; i++) {
        writer.string(i + 1, names[i]);
      }
    }
  }
}
