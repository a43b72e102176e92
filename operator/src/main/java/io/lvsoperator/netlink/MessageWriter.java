package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages one after the other into a buffer, in the buffer's byte order.
 *
 * <p>Network-order fields have methods of their own. A message that does not fit throws {@link
 * java.nio.BufferOverflowException}.
 */
public final class MessageWriter {
  private static final int FLAGS_OFFSET = 6;

  private final ByteBuffer buffer;
  private int messageStart;

  /** Writes at the buffer's position; the buffer's order must be the machine's own. */
  public MessageWriter(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Begins a message; {@link #endMessage} completes its header. */
  MessageWriter beginMessage(int type, int flags, int sequence) {
    messageStart = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return this;
  }

  /** Ends the message: writes its length and pads it. */
  MessageWriter endMessage() {
    buffer.putInt(messageStart, buffer.position() - messageStart);
    pad();
    return this;
  }

  /** Adds flags to the message that was begun last. */
  void addFlags(int flags) {
    int offset = messageStart + FLAGS_OFFSET;
    buffer.putShort(offset, (short) (buffer.getShort(offset) | flags));
  }

  /** Begins a nested attribute and returns the mark that {@link #endNested} wants. */
  public int beginNested(int type) {
    int mark = buffer.position();
    buffer.putShort((short) 0).putShort((short) (type | Nl.NLA_F_NESTED));
    return mark;
  }

  /** Ends the nested attribute that was begun at {@code mark}. */
  public void endNested(int mark) {
    buffer.putShort(mark, (short) (buffer.position() - mark));
  }

  /** A raw byte outside of attributes (family headers). */
  public MessageWriter rawU8(int value) {
    buffer.put((byte) value);
    return this;
  }

  /** Two raw bytes outside of attributes. */
  public MessageWriter rawU16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  /** Four raw bytes outside of attributes. */
  public MessageWriter rawU32(int value) {
    buffer.putInt(value);
    return this;
  }

  /** An attribute of one byte. */
  public MessageWriter u8(int type, int value) {
    header(type, 1);
    buffer.put((byte) value);
    return pad();
  }

  /** An attribute of two bytes. */
  public MessageWriter u16(int type, int value) {
    header(type, 2);
    buffer.putShort((short) value);
    return pad();
  }

  /** An attribute of two bytes in network order: ports. */
  public MessageWriter be16(int type, int value) {
    header(type, 2);
    ByteOrder order = buffer.order();
    buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) value).order(order);
    return pad();
  }

  /** An attribute of four bytes. */
  public MessageWriter u32(int type, int value) {
    header(type, 4);
    buffer.putInt(value);
    return this;
  }

  /** An attribute of four bytes in network order. */
  public MessageWriter be32(int type, int value) {
    header(type, 4);
    ByteOrder order = buffer.order();
    buffer.order(ByteOrder.BIG_ENDIAN).putInt(value).order(order);
    return this;
  }

  /** An attribute that holds a zero-terminated string. */
  public MessageWriter string(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    buffer.put(bytes).put((byte) 0);
    return pad();
  }

  /** An attribute of any bytes. */
  public MessageWriter bytes(int type, byte... value) {
    header(type, value.length);
    buffer.put(value);
    return pad();
  }

  /** An attribute that holds an address, 4 or 16 bytes long. */
  public MessageWriter address(int type, InetAddress address) {
    return bytes(type, address.getAddress());
  }

  private void header(int type, int length) {
    buffer.putShort((short) (Nl.ATTRIBUTE_HEADER_SIZE + length)).putShort((short) type);
  }

  private MessageWriter pad() {
    while ((buffer.position() - messageStart & 3) != 0) {
      buffer.put((byte) 0);
    }
    return this;
  }
}
