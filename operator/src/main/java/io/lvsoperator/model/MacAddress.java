package io.lvsoperator.model;

import java.util.HexFormat;

/**
 * An Ethernet address.
 *
 * @param value the 48 bits
 */
public record MacAddress(long value) implements Comparable<MacAddress> {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  /** Checks that no more than 48 bits are set. */
  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(value));
    }
  }

  /**
   * {@return the address that this text names, such as {@code 02:42:ac:11:00:02}}
   *
   * @throws IllegalArgumentException if it is not six hexadecimal bytes with colons
   */
  public static MacAddress parse(String text) {
    return of(COLONS.parseHex(text));
  }

  /**
   * {@return the address with these six bytes}
   *
   * @throws IllegalArgumentException unless there are six
   */
  public static MacAddress of(byte[] bytes) {
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xff;
    }
    return new MacAddress(value);
  }

  /** {@return a new array of six bytes} */
  public byte[] bytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (value >>> 8 * (5 - i));
    }
    return bytes;
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return COLONS.formatHex(bytes());
  }
}
