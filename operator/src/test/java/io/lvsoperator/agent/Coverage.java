package io.lvsoperator.agent;

import io.lvsoperator.model.Change;
import java.util.Map;
import java.util.TreeMap;

/** Counts what histories reached, so that nobody takes empty ones for good ones. */
final class Coverage {
  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void count(boolean happened, String what) {
    if (happened) {
      count(what);
    }
  }

  /** What a pass met. */
  void count(PassResult result) {
    result.desired().outcomes().values().forEach(o -> count("service: " + o.reason()));
    result.desired().partOutcomes().values().forEach(o -> count("part: " + o.reason()));
    count(!result.drift().isEmpty(), "drift that was repaired");
    count(
        result.desired().servers().stream().anyMatch(s -> !s.leaving().isEmpty()),
        "destination that drains");
    result.report().applied().stream()
        .map(Change::getClass)
        .forEach(c -> count("change: " + c.getSimpleName()));
  }

  int of(String what) {
    return counts.getOrDefault(what, 0);
  }

  void add(Coverage other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Integer::sum));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((what, count) -> text.append("%8d %s%n".formatted(count, what)));
    return text.toString();
  }
}
