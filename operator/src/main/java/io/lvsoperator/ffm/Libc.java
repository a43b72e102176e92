package io.lvsoperator.ffm;

import java.nio.ByteBuffer;

/**
 * The few functions of libc that lvs-operator calls, named as their man pages name them.
 *
 * <p>Buffers are direct; bytes go from {@code position} to {@code limit}. Socket addresses are the
 * bytes of the {@code sockaddr} structure, made by {@link SocketAddresses}. Every method throws
 * {@link LibcException} when the function returns -1; {@code EINTR} included.
 */
public interface Libc {

  /**
   * The libc of this process.
   *
   * @throws IllegalStateException if this JVM denies native access; the message names the flag
   */
  static Libc linux() {
    NativeAccess.check();
    return LinuxLibc.instance();
  }

  /**
   * Makes a socket and returns its file descriptor.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  int socket(int domain, int type, int protocol);

  /**
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  void bind(int fd, byte[] address);

  /**
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  void connect(int fd, byte[] address);

  /**
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  void listen(int fd, int backlog);

  /**
   * Sends the buffer's remaining bytes and returns how many were sent; the buffer is not moved.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  int send(int fd, ByteBuffer message, int flags);

  /**
   * As {@link #send}, to an address.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">sendto(2)</a>
   */
  int sendto(int fd, ByteBuffer message, int flags, byte[] address);

  /**
   * Receives into the buffer's remaining bytes and returns the count; the buffer is not moved. With
   * {@code MSG_TRUNC} the count may exceed what fitted.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  int recv(int fd, ByteBuffer buffer, int flags);

  /**
   * As {@link #recv}, and who sent it.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recvfrom(2)</a>
   */
  Received recvfrom(int fd, ByteBuffer buffer, int flags);

  /**
   * @see <a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>
   */
  void setsockopt(int fd, int level, int option, byte[] value);

  /**
   * Lets a socket receive only what a program accepts, {@code SO_ATTACH_FILTER}.
   *
   * @param program instructions as {@link SocketFilter} makes them
   * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
   */
  void attachFilter(int fd, long... program);

  /**
   * Reads a socket option of at most {@code length} bytes.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
   */
  byte[] getsockopt(int fd, int level, int option, int length);

  /**
   * The address that the socket is bound to.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockname.2.html">getsockname(2)</a>
   */
  byte[] getsockname(int fd);

  /**
   * Asks a device or socket for something that has no call of its own.
   *
   * @param request a number such as {@link Sockets#SIOCGIFFLAGS}
   * @param argument what the request reads and writes, from position to limit; direct
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  void ioctl(int fd, long request, ByteBuffer argument);

  /**
   * Waits until a descriptor is ready and returns the {@code revents} of each, in order.
   *
   * @param events what to wait for, the same for all
   * @param timeoutMillis 0 returns at once, -1 waits without end
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  short[] poll(int[] fds, short events, int timeoutMillis);

  /**
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  void close(int fd);

  /**
   * What {@link #recvfrom} returned.
   *
   * @param length bytes of the datagram; more than the buffer holds if it was cut
   * @param address the sender's {@code sockaddr}, empty if the socket family has none
   */
  record Received(int length, byte[] address) {}
}
