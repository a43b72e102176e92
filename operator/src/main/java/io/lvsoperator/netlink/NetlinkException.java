package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;

/**
 * The kernel refused a request, or its answer could not be read.
 *
 * <p>The message names the command that a person would have typed for the same request, the error
 * number by name, and what the kernel said about it.
 */
public final class NetlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final Errno errno;
  private final String detail;

  /**
   * @param operation the request as an {@code ipvsadm}, {@code ip} or {@code nft} command line
   * @param errno the kernel's answer
   * @param detail what is known beyond the number; may be empty
   */
  public NetlinkException(String operation, Errno errno, String detail) {
    super(operation + ": " + errno + (detail.isEmpty() ? "" : ": " + detail));
    this.operation = operation;
    this.errno = errno;
    this.detail = detail;
  }

  /** The request as a command line. */
  public String operation() {
    return operation;
  }

  /** The kernel's answer. */
  public Errno errno() {
    return errno;
  }

  /** What is known beyond the number: the kernel's text, or ours for ipvs; may be empty. */
  public String detail() {
    return detail;
  }
}
