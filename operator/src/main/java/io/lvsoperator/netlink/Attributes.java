package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The attributes of one message or one nest, read in place: valid only while the buffer under them
 * is. Of attributes with the same type the first counts.
 */
public final class Attributes {
  private final ByteBuffer buffer;

  /** Reads from the buffer's position to its limit; the buffer is not moved. */
  public Attributes(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Those behind a family header of {@code header} bytes; the payload is not moved. */
  static Attributes behind(ByteBuffer payload, int header) {
    return new Attributes(payload.duplicate().order(payload.order()).position(header));
  }

  /** True if there is an attribute of this type. */
  public boolean has(int type) {
    return offset(type) >= 0;
  }

  /** Calls {@code visitor} with type and content of each attribute, in order. */
  public void forEach(BiConsumer<Integer, ByteBuffer> visitor) {
    int at = buffer.position();
    while (at + Nl.ATTRIBUTE_HEADER_SIZE <= buffer.limit()) {
      visitor.accept(type(at), content(at));
      at += Nl.align(length(at));
    }
  }

  /** A nest, if present. */
  public Optional<Attributes> nested(int type) {
    return bytes(type).map(Attributes::new);
  }

  /** The content, in the machine's byte order, if present. */
  public Optional<ByteBuffer> bytes(int type) {
    int at = offset(type);
    return at < 0 ? Optional.empty() : Optional.of(content(at));
  }

  /** One byte, unsigned; {@code absent} if there is none. */
  public int u8(int type, int absent) {
    int at = offset(type);
    return at < 0 ? absent : buffer.get(value(at, 1)) & 0xff;
  }

  /** Two bytes, unsigned; {@code absent} if there are none. */
  public int u16(int type, int absent) {
    int at = offset(type);
    return at < 0 ? absent : buffer.getShort(value(at, 2)) & 0xffff;
  }

  /** Two bytes in network order, unsigned; {@code absent} if there are none. */
  public int be16(int type, int absent) {
    int at = offset(type);
    if (at < 0) {
      return absent;
    }
    int value = value(at, 2);
    return (buffer.get(value) & 0xff) << 8 | buffer.get(value + 1) & 0xff;
  }

  /** Four bytes; {@code absent} if there are none. */
  public int u32(int type, int absent) {
    int at = offset(type);
    return at < 0 ? absent : buffer.getInt(value(at, 4));
  }

  /** Four bytes, unsigned; {@code absent} if there are none. */
  public long unsigned32(int type, long absent) {
    int at = offset(type);
    return at < 0 ? absent : Integer.toUnsignedLong(buffer.getInt(value(at, 4)));
  }

  /** Four bytes in network order; {@code absent} if there are none. */
  public int be32(int type, int absent) {
    int at = offset(type);
    if (at < 0) {
      return absent;
    }
    int value = buffer.getInt(value(at, 4));
    return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }

  /** Eight bytes; {@code absent} if there are none. */
  public long u64(int type, long absent) {
    int at = offset(type);
    return at < 0 ? absent : buffer.getLong(value(at, 8));
  }

  /** A string, without its terminating zero. */
  public Optional<String> string(int type) {
    return bytes(type).map(Attributes::text);
  }

  /** An address of the content's length, 4 or 16 bytes. */
  public Optional<InetAddress> address(int type) {
    return bytes(type).map(content -> address(content, content.remaining()));
  }

  /** An address in the first bytes of a longer field: 4 for {@code AF_INET}, else 16. */
  public Optional<InetAddress> address(int type, int family) {
    return bytes(type).map(content -> address(content, Families.addressSize(family)));
  }

  /** The text up to the first zero byte. */
  static String text(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(content.position(), bytes);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** An address from {@code size} bytes at the buffer's position. */
  static InetAddress address(ByteBuffer content, int size) {
    if (content.remaining() < size) {
      throw malformed("an address of " + content.remaining() + " bytes, " + size + " expected");
    }
    byte[] bytes = new byte[size];
    content.get(content.position(), bytes);
    try {
      // The general method would take an IPv4-mapped IPv6 address for IPv4.
      return size == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw malformed("an address of " + size + " bytes");
    }
  }

  private int offset(int type) {
    int at = buffer.position();
    while (at + Nl.ATTRIBUTE_HEADER_SIZE <= buffer.limit()) {
      if (type(at) == type) {
        return at;
      }
      at += Nl.align(length(at));
    }
    return -1;
  }

  private int type(int at) {
    return buffer.getShort(at + 2) & Nl.NLA_TYPE_MASK;
  }

  private int length(int at) {
    int length = buffer.getShort(at) & 0xffff;
    if (length < Nl.ATTRIBUTE_HEADER_SIZE || at + length > buffer.limit()) {
      throw malformed(
          "attribute "
              + type(at)
              + " says "
              + length
              + " bytes, "
              + (buffer.limit() - at)
              + " are left");
    }
    return length;
  }

  private int value(int at, int size) {
    int content = length(at) - Nl.ATTRIBUTE_HEADER_SIZE;
    if (content < size) {
      throw malformed("attribute " + type(at) + " has " + content + " bytes, not " + size);
    }
    return at + Nl.ATTRIBUTE_HEADER_SIZE;
  }

  private ByteBuffer content(int at) {
    int length = length(at) - Nl.ATTRIBUTE_HEADER_SIZE;
    return buffer.slice(at + Nl.ATTRIBUTE_HEADER_SIZE, length).order(buffer.order());
  }

  private static NetlinkException malformed(String detail) {
    return new NetlinkException("read a netlink message", Errno.EBADMSG, detail);
  }
}
