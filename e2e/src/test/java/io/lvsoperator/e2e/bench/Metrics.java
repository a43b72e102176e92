package io.lvsoperator.e2e.bench;

import java.util.List;
import java.util.stream.Stream;

/** A text of Prometheus metrics. */
record Metrics(String text) {

  /** The sum of all series of a name whose labels have each of these texts. */
  double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The sum over several values of one label. */
  double sumOf(String name, String label, List<String> values, String... labels) {
    return values.stream()
        .mapToDouble(
            value ->
                sum(
                    name,
                    Stream.concat(Stream.of("%s=\"%s\"".formatted(label, value)), Stream.of(labels))
                        .toArray(String[]::new)))
        .sum();
  }
}
