package io.lvsoperator.journal;

/** The state directory cannot be read or written. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message which file, what was tried and what to do
   * @param cause what went wrong
   */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
