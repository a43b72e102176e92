package io.lvsoperator.agent;

/** Why something failed, in one line. */
final class Reason {
  private Reason() {}

  /** {@return the message, with what is underneath where it says more} */
  static String of(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return (cause == e ? message : message + " (" + cause + ")").replace('\n', ' ');
  }
}
