package io.lvsoperator.ffm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Instructions of classic socket filters, {@code struct sock_filter} of {@code linux/filter.h} as
 * the eight bytes of a long. Offsets count from the frame's first byte.
 */
public final class SocketFilter {
  private static final int LOAD_BYTE = 0x30;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  private SocketFilter() {}

  /** Loads the byte at an offset. */
  public static long loadByte(int offset) {
    return instruction(LOAD_BYTE, 0, 0, offset);
  }

  /** Skips so many instructions if the loaded value is this one, or so many if it is not. */
  public static long jumpIfEqual(int value, int then, int otherwise) {
    return instruction(JUMP_IF_EQUAL, then, otherwise, value);
  }

  /** Ends, and takes so many bytes of the frame: 0 drops it. */
  public static long take(int bytes) {
    return instruction(RETURN, 0, 0, bytes);
  }

  private static long instruction(int code, int then, int otherwise, int value) {
    return ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .putShort((short) code)
        .put((byte) then)
        .put((byte) otherwise)
        .putInt(value)
        .flip()
        .getLong();
  }
}
