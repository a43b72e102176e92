package io.lvsoperator.e2e.bed;

/** What a listener lost because it could not keep up. */
final class Missed {

  private Missed() {}

  /**
   * Checks that a listener's text says that it lost nothing.
   *
   * @throws AssertionError otherwise
   */
  static void none(String text) {
    if (text.lines().noneMatch("missed\t0"::equals)) {
      throw new AssertionError("the listener has not seen everything: " + text);
    }
  }
}
