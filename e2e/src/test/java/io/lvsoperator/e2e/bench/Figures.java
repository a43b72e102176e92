package io.lvsoperator.e2e.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured: a table of rows by sizes. */
final class Figures {
  private final Map<String, Map<Size, Double>> rows = new LinkedHashMap<>();
  private final Set<Size> sizes = new LinkedHashSet<>();

  /**
   * Takes down a number.
   *
   * @param row its name, which ends with the unit in brackets
   */
  void add(Size size, String row, double value) {
    sizes.add(size);
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(size, value);
    System.out.printf(Locale.ROOT, "   %-7s %-70s %s%n", size, row, text(value));
  }

  Optional<Double> of(Size size, String row) {
    return Optional.ofNullable(rows.getOrDefault(row, Map.of()).get(size));
  }

  private static String text(double value) {
    String format = value != 0 && Math.abs(value) < 10 ? "%.2f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  /** As Markdown. */
  String table() {
    StringBuilder text = new StringBuilder("| |");
    sizes.forEach(size -> text.append(' ').append(size).append(" |"));
    text.append("\n|---|").append("---|".repeat(sizes.size())).append('\n');
    rows.forEach(
        (row, values) -> {
          text.append("| ").append(row).append(" |");
          for (Size size : sizes) {
            Double value = values.get(size);
            text.append(' ').append(value == null ? "" : text(value)).append(" |");
          }
          text.append('\n');
        });
    return text.toString();
  }

  /** As JSON: rows by name, of numbers by size. */
  String json(List<String> notes) {
    String all =
        rows.entrySet().stream()
            .map(
                row ->
                    "  %s: {%s}"
                        .formatted(
                            quoted(row.getKey()),
                            row.getValue().entrySet().stream()
                                .map(
                                    value ->
                                        String.format(
                                            Locale.ROOT,
                                            "%s: %.3f",
                                            quoted(value.getKey().toString()),
                                            value.getValue()))
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(",\n"));
    String about = notes.stream().map(Figures::quoted).collect(Collectors.joining(", "));
    return "{\"about\": [%s],\n \"rows\": {\n%s\n}}\n".formatted(about, all);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
