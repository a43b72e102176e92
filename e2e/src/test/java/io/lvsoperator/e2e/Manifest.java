package io.lvsoperator.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The YAML beside a test class: NAME.yaml for NAME. */
final class Manifest {

  private Manifest() {}

  /**
   * Its text.
   *
   * @throws IllegalArgumentException when there is none
   */
  static String of(Class<?> test) {
    String name = test.getSimpleName() + ".yaml";
    try (InputStream in = test.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no " + name + " beside " + test.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
