package io.lvsoperator.ffm;

/** A call of libc that failed: which one, and with what error number. */
public final class LibcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int number;

  /**
   * @param call the function's name, as in its man page
   * @param number the value of {@code errno} after the call, positive
   */
  public LibcException(String call, int number) {
    super(call + ": " + describe(number));
    this.call = call;
    this.number = number;
  }

  /** The function that failed, as in its man page. */
  public String call() {
    return call;
  }

  /** Why it failed. */
  public Errno errno() {
    return Errno.of(number);
  }

  /** The number behind {@link #errno()}, positive. */
  public int number() {
    return number;
  }

  private static String describe(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.OTHER ? "errno " + number : errno.name();
  }
}
