package io.lvsoperator.netlink;

/**
 * A UDP port at which the kernel unwraps packets, as {@code ip fou show} shows it.
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 * @param port 1 to 65535
 * @param type 1 for bare payload, 2 for GUE ({@code FOU_ENCAP_*})
 */
public record FouInfo(int family, int port, int type) {
  /** Bare payload of one protocol. */
  public static final int DIRECT = 1;

  /** Generic UDP encapsulation. */
  public static final int GUE = 2;
}
