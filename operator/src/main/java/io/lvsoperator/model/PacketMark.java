package io.lvsoperator.model;

/**
 * A firewall mark under a mask, so that the bits of others on the same packet stay.
 *
 * @param value the bits that are set, all within the mask
 * @param mask the bits that are ours
 */
public record PacketMark(int value, int mask) implements Comparable<PacketMark> {
  /** Checks that the value lies within the mask and is not 0. */
  public PacketMark {
    if (value == 0 || (value & ~mask) != 0) {
      throw new IllegalArgumentException(
          "mark "
              + Integer.toHexString(value)
              + " is not within mask "
              + Integer.toHexString(mask));
    }
  }

  @Override
  public int compareTo(PacketMark other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** {@return the mark as {@code ip rule} writes it: {@code 0x40/0x7f}} */
  @Override
  public String toString() {
    return "0x" + Integer.toHexString(value) + "/0x" + Integer.toHexString(mask);
  }
}
