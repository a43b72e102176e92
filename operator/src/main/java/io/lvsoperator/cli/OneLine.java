package io.lvsoperator.cli;

/**
 * What is underneath an exception, in one line: parsers tell on several what is wrong and where.
 */
final class OneLine {
  private static final int LONGEST = 300;

  private OneLine() {}

  /** {@return the message of the first cause} */
  static String of(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
