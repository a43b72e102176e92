package io.lvsoperator.netlink;

/** What became of one request of a batch. */
public sealed interface Outcome {

  /** The kernel did it. */
  record Applied() implements Outcome {}

  /**
   * The kernel refused it.
   *
   * @param cause which request, and why
   */
  record Refused(NetlinkException cause) implements Outcome {}

  /**
   * Answers were lost (the kernel said {@code ENOBUFS}), so it may or may not have been done: read
   * the kernel's state again and compare.
   */
  record Unknown() implements Outcome {}
}
