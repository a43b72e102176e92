package io.lvsoperator.ffm;

/**
 * Constants of the socket interface, named as in the kernel's headers. The numbers are those of the
 * generic ABI (x86-64, arm64, riscv64, ppc64le, s390x).
 */
public final class Sockets {
  /** Local sockets, {@code unix(7)}. */
  public static final int AF_UNIX = 1;

  /** IPv4. */
  public static final int AF_INET = 2;

  /** IPv6. */
  public static final int AF_INET6 = 10;

  /** Kernel interface, {@code netlink(7)}. */
  public static final int AF_NETLINK = 16;

  /** Link layer, {@code packet(7)}. */
  public static final int AF_PACKET = 17;

  /** Connected stream. */
  public static final int SOCK_STREAM = 1;

  /** Datagrams. */
  public static final int SOCK_DGRAM = 2;

  /** Raw datagrams. */
  public static final int SOCK_RAW = 3;

  /** Calls on the socket don't wait. */
  public static final int SOCK_NONBLOCK = 0x800;

  /** Not inherited by the processes that we start. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** Level of the options of every socket, {@code socket(7)}. */
  public static final int SOL_SOCKET = 1;

  /** Receive buffer, at most {@code net.core.rmem_max}. */
  public static final int SO_RCVBUF = 8;

  /** Who listens at the other end of a local socket: process, user, group. */
  public static final int SO_PEERCRED = 17;

  /** Receive buffer beyond {@code net.core.rmem_max}; needs CAP_NET_ADMIN. */
  public static final int SO_RCVBUFFORCE = 33;

  /** A filter for what is received; see {@link Libc#attachFilter}. */
  static final int SO_ATTACH_FILTER = 26;

  /** Level of the options of packet sockets, {@code packet(7)}. */
  public static final int SOL_PACKET = 263;

  /** Lets an interface take frames to one more multicast address, as long as the socket lives. */
  public static final int PACKET_ADD_MEMBERSHIP = 1;

  /** Level of the options of netlink sockets. */
  public static final int SOL_NETLINK = 270;

  /** Reads the flags of an interface that a {@code struct ifreq} names, {@code netdevice(7)}. */
  public static final long SIOCGIFFLAGS = 0x8913;

  /** Don't wait for this call only. */
  public static final int MSG_DONTWAIT = 0x40;

  /** Answer the true length of a datagram that did not fit. */
  public static final int MSG_TRUNC = 0x20;

  /** There is something to read. */
  public static final short POLLIN = 1;

  /** The socket has an error to tell. */
  public static final short POLLERR = 8;

  private Sockets() {}
}
