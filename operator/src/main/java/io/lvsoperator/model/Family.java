package io.lvsoperator.model;

/** An address family, with the numbers that the kernel uses ({@code AF_INET}, {@code AF_INET6}). */
public enum Family {
  /** IPv4, {@code AF_INET}. */
  IPV4(2, 32),
  /** IPv6, {@code AF_INET6}. */
  IPV6(10, 128);

  private final int number;
  private final int bits;

  Family(int number, int bits) {
    this.number = number;
    this.bits = bits;
  }

  /** {@return the kernel's number of this family, from {@code linux/socket.h}} */
  public int number() {
    return number;
  }

  /** {@return how many bits an address of this family has: 32 or 128} */
  public int bits() {
    return bits;
  }

  /** {@return the word by which nft names addresses of this family: {@code ip} or {@code ip6}} */
  public String nft() {
    return this == IPV4 ? "ip" : "ip6";
  }

  /**
   * {@return the family that the kernel numbers so}
   *
   * @throws IllegalArgumentException if it is neither {@code AF_INET} nor {@code AF_INET6}
   */
  public static Family ofNumber(int number) {
    for (Family family : values()) {
      if (family.number == number) {
        return family;
      }
    }
    throw new IllegalArgumentException("address family " + number + " is neither IPv4 nor IPv6");
  }
}
