package io.lvsoperator.cli;

/** A command cannot go on; its message is all that the user needs to see. */
final class Sentence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Sentence(String message) {
    super(message);
  }

  Sentence(String message, Throwable cause) {
    super(message, cause);
  }
}
