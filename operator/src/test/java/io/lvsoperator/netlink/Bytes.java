package io.lvsoperator.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Messages as hex: all fixtures are little endian, and the codec takes the buffer's order. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(compact(hex))).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What {@code writing} writes, to be read again. */
  static ByteBuffer written(Consumer<MessageWriter> writing) {
    ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    writing.accept(new MessageWriter(buffer));
    return buffer.flip();
  }

  static String hex(Consumer<MessageWriter> writing) {
    ByteBuffer buffer = written(writing);
    return HexFormat.of().formatHex(buffer.array(), 0, buffer.limit());
  }

  static String compact(String hex) {
    return hex.replaceAll("\\s", "");
  }
}
