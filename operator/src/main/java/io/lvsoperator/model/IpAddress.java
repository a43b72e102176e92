package io.lvsoperator.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One IPv4 or IPv6 address, as a value. IPv4 addresses use the low 32 bits of {@code low}. An
 * IPv4-mapped IPv6 address is not an address of ours and is refused.
 *
 * @param family which of the two
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits, or the 32 bits of an IPv4 address
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
  private static final Comparator<IpAddress> ORDER =
      Comparator.comparing(IpAddress::family)
          .thenComparing((a, b) -> Long.compareUnsigned(a.high, b.high))
          .thenComparing((a, b) -> Long.compareUnsigned(a.low, b.low));

  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * {@return the address that this text names}
   *
   * @param text a literal such as {@code 10.23.21.184} or {@code fd00::100}; never looked up in DNS
   * @throws IllegalArgumentException if it is no address literal
   */
  public static IpAddress parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IP address: '" + text + "'"));
  }

  /** {@return the address that this text names, or empty if it is no address literal} */
  public static Optional<IpAddress> tryParse(String text) {
    long plain = dotted(text);
    if (plain >= 0) {
      return Optional.of(new IpAddress(Family.IPV4, 0, plain));
    }
    boolean v4 = DOTTED.matcher(text).matches();
    if (!v4 && (text.indexOf(':') < 0 || text.indexOf('%') >= 0)) {
      return Optional.empty();
    }
    try {
      InetAddress parsed = v4 ? InetAddress.ofLiteral(text) : Inet6Address.ofLiteral(text);
      boolean mapped = !v4 && parsed.getAddress().length == 4;
      return mapped ? Optional.empty() : Optional.of(of(parsed.getAddress()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The 32 bits of four decimal numbers without leading zeros, which is how almost every address
   * comes; -1 for any other text.
   */
  private static long dotted(String text) {
    long bits = 0;
    int number = -1;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && number >= 0 && dots < 3) {
        bits = bits << 8 | number;
        number = -1;
        dots++;
      } else if (c >= '0' && c <= '9' && number != 0) {
        number = Math.max(number, 0) * 10 + c - '0';
      } else {
        return -1;
      }
      if (number > 255) {
        return -1;
      }
    }
    return dots == 3 && number >= 0 ? bits << 8 | number : -1;
  }

  /**
   * {@return the address with these bytes, in network order}
   *
   * @throws IllegalArgumentException unless there are 4 or 16 bytes
   */
  public static IpAddress of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> new IpAddress(Family.IPV4, 0, buffer.getInt() & 0xffff_ffffL);
      case 16 -> new IpAddress(Family.IPV6, buffer.getLong(), buffer.getLong());
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /** {@return a new array of 4 or 16 bytes in network order} */
  public byte[] bytes() {
    return family == Family.IPV4
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** {@return whether this is {@code 0.0.0.0} or {@code ::}} */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** {@return whether this is in {@code 127.0.0.0/8} or is {@code ::1}} */
  public boolean isLoopback() {
    return family == Family.IPV4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /** {@return whether this is in {@code 169.254.0.0/16} or {@code fe80::/10}} */
  public boolean isLinkLocal() {
    return family == Family.IPV4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
  }

  /** {@return whether this is in {@code 224.0.0.0/4} or {@code ff00::/8}} */
  public boolean isMulticast() {
    return family == Family.IPV4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /** {@return whether this is the limited broadcast address {@code 255.255.255.255}} */
  public boolean isLimitedBroadcast() {
    return family == Family.IPV4 && low == 0xffff_ffffL;
  }

  /** {@return this address as a host: a /32 or /128} */
  public Subnet asHost() {
    return new Subnet(this, family.bits());
  }

  @Override
  public int compareTo(IpAddress other) {
    return ORDER.compare(this, other);
  }

  /** {@return the canonical text: dotted decimal, or RFC 5952 for IPv6} */
  @Override
  public String toString() {
    return family == Family.IPV4 ? dotted() : Ipv6Text.of(bytes());
  }

  private String dotted() {
    return (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
  }

  /** {@return the address as ipvsadm and URLs write it before a port: IPv6 in brackets} */
  public String bracketed() {
    return family == Family.IPV4 ? toString() : "[" + this + "]";
  }
}
