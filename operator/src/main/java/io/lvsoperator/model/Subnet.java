package io.lvsoperator.model;

import java.util.Optional;

/**
 * An address with a prefix length: an interface's address with its subnet, or a network in CIDR
 * form.
 *
 * @param address any address of the subnet
 * @param prefixLength 0 to 32, or 0 to 128 for IPv6
 */
public record Subnet(IpAddress address, int prefixLength) {
  /** Checks the prefix length. */
  public Subnet {
    if (prefixLength < 0 || prefixLength > address.family().bits()) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " of " + address + " is out of range");
    }
  }

  /**
   * {@return the subnet that this text names, such as {@code 10.23.0.0/16}}
   *
   * @throws IllegalArgumentException if it is no address, slash and prefix length
   */
  public static Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a CIDR: '" + text + "'");
    }
    try {
      return new Subnet(
          IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a CIDR: '" + text + "'", e);
    }
  }

  /** {@return whether this address is in the subnet; false for another family} */
  public boolean contains(IpAddress other) {
    return other.family() == address.family() && first(other).equals(first(address));
  }

  /** {@return the first address, the one that names the network} */
  public IpAddress first() {
    return first(address);
  }

  /** {@return the last address} */
  public IpAddress last() {
    return new IpAddress(address.family(), address.high() | ~highMask(), lastLow());
  }

  /** {@return the IPv4 subnet's broadcast address; empty for /31, /32 and IPv6, which have none} */
  public Optional<IpAddress> broadcast() {
    return address.family() == Family.IPV4 && prefixLength < 31
        ? Optional.of(last())
        : Optional.empty();
  }

  /**
   * {@return the address to which every router of an IPv6 subnet answers (RFC 4291 2.6.1); empty
   * for IPv4, and for /127 and /128, which have none}
   */
  public Optional<IpAddress> routerAnycast() {
    return address.family() == Family.IPV6 && prefixLength < 127
        ? Optional.of(first())
        : Optional.empty();
  }

  private IpAddress first(IpAddress of) {
    return new IpAddress(of.family(), of.high() & highMask(), of.low() & lowMask());
  }

  private long lastLow() {
    long all = address.family() == Family.IPV4 ? 0xffff_ffffL : -1L;
    return (address.low() | ~lowMask()) & all;
  }

  private long highMask() {
    if (address.family() == Family.IPV4) {
      return -1L;
    }
    return prefixLength == 0 ? 0 : prefixLength >= 64 ? -1L : -1L << 64 - prefixLength;
  }

  private long lowMask() {
    if (address.family() == Family.IPV4) {
      return prefixLength == 0 ? 0 : (-1L << 32 - prefixLength) & 0xffff_ffffL;
    }
    return prefixLength <= 64 ? 0 : -1L << 128 - prefixLength;
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
