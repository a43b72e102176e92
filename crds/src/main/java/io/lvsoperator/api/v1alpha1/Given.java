package io.lvsoperator.api.v1alpha1;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a field holds when JSON gave it, its default when JSON left it out or said null. */
final class Given {

  private Given() {}

  static <T> T or(T fallback, T given) {
    return given == null ? fallback : given;
  }

  static String text(String given) {
    return or("", given);
  }

  static <T> Optional<T> optional(Optional<T> given) {
    return or(Optional.empty(), given);
  }

  /** Without null elements: one of them must not make the whole object unreadable. */
  static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : given.stream().filter(Objects::nonNull).toList();
  }

  /** Without null values, for the same reason. */
  static Map<String, String> map(Map<String, String> given) {
    return given == null
        ? Map.of()
        : given.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
