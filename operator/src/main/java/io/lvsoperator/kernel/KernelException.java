package io.lvsoperator.kernel;

/** The kernel refused an operation, or could not be asked. */
public sealed class KernelException extends RuntimeException permits SchedulerUnavailableException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String errno;

  /**
   * Makes an exception whose message is {@code OPERATION: ERRNO (detail)}.
   *
   * @param operation the command that it stands for, such as {@code ipvsadm -A -t 10.0.0.1:80 -s
   *     mh}
   * @param errno the error's name, such as {@code ENOENT}, or empty where there is none
   * @param detail what it means and what to do
   */
  public KernelException(String operation, String errno, String detail) {
    super(operation + ": " + (errno.isEmpty() ? detail : errno + " (" + detail + ")"));
    this.operation = operation;
    this.errno = errno;
  }

  /**
   * Makes an exception with a cause.
   *
   * @param operation the command that it stands for
   * @param errno the error's name, or empty
   * @param detail what it means and what to do
   * @param cause what went wrong underneath
   */
  public KernelException(String operation, String errno, String detail, Throwable cause) {
    this(operation, errno, detail);
    initCause(cause);
  }

  /** {@return the command that it stands for} */
  public String operation() {
    return operation;
  }

  /** {@return the error's name, such as {@code EEXIST}, or empty} */
  public String errno() {
    return errno;
  }
}
