package io.lvsoperator.netlink;

import java.nio.ByteBuffer;

/** Carries datagrams to the kernel and back: a socket, or a script in tests. */
interface Transport extends AutoCloseable {

  /** A buffer to write requests into: cleared, in the machine's byte order. */
  ByteBuffer sendBuffer();

  /**
   * Sends the bytes from 0 to the position of {@link #sendBuffer}. When it returns, the kernel has
   * processed them all and queued its answers.
   */
  void send();

  /**
   * The next datagram; valid until the next call.
   *
   * @throws NetlinkException {@code ENOBUFS} if the kernel dropped answers, {@code ETIMEDOUT} if
   *     none came
   */
  ByteBuffer receive();

  /** Forgets all answers that are still to come, by a new socket: nothing of them arrives later. */
  void renew();

  @Override
  void close();
}
