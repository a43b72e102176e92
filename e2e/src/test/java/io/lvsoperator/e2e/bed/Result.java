package io.lvsoperator.e2e.bed;

/**
 * What came of a command.
 *
 * @param command as it was given, for messages
 * @param status exit status; 128 + N when signal N ended it
 * @param out standard output
 * @param err standard error
 */
public record Result(String command, int status, String out, String err) {

  /**
   * The standard output of a command that succeeded.
   *
   * @throws AssertionError with everything that the command said, when it failed
   */
  public String orFail() {
    if (status != 0) {
      throw new AssertionError("%s: exit status %d%n%s%s".formatted(command, status, out, err));
    }
    return out;
  }
}
