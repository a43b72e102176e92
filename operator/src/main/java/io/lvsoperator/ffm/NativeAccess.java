package io.lvsoperator.ffm;

import java.lang.foreign.MemorySegment;

/** Turns the JVM's refusal of native access into a sentence that says what to do. */
final class NativeAccess {
  private NativeAccess() {}

  /**
   * Tries the cheapest restricted method.
   *
   * @throws IllegalStateException if the JVM denies it
   */
  @SuppressWarnings("restricted")
  static void check() {
    try {
      MemorySegment.NULL.reinterpret(1);
    } catch (IllegalCallerException e) {
      throw new IllegalStateException(
          "This JVM denies native access, and lvs-operator talks to the kernel through libc:"
              + " start java with --enable-native-access=ALL-UNNAMED"
              + " (java -jar lvs-operator.jar needs no flag, its manifest says so).",
          e);
    }
  }
}
