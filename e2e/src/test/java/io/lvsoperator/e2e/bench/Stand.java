package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Result;
import io.lvsoperator.e2e.lab.LabBed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A lab with the objects of one size, and the director lb01.
 *
 * @param lab where
 * @param api of its cluster
 * @param size of what stands there
 * @param figures that are taken down
 */
record Stand(LabBed lab, Api api, Size size, Figures figures) {
  static final String DIRECTOR = "lb01";
  private static final Duration LIMIT = Duration.ofMinutes(30);

  Node director() {
    return lab.node(DIRECTOR);
  }

  void add(String row, double value) {
    figures.add(size, row, value);
  }

  /** Waits until a director has so many destinations with weight, and says when by its clock. */
  long awaitDestinations(String node, int count) {
    Result result =
        lab.node(node)
            .run(
                LIMIT,
                "",
                lab.program(),
                "ipvs-count",
                "--destinations=" + count,
                "--limit=" + LIMIT.toSeconds() + "s");
    return Long.parseLong(result.orFail().strip());
  }

  /** The time of a node's clock, in milliseconds since 1970. */
  long clock() {
    return Long.parseLong(director().sh("date +%s%3N"));
  }

  /** The metrics of the director's agent. */
  Metrics agentMetrics() {
    return new Metrics(lab.agent(DIRECTOR).metrics());
  }

  /** The metrics of the API server. */
  Metrics apiMetrics() {
    return new Metrics(api.get("/metrics"));
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The value below which this part of all lies; 0.5 is the median. */
  static double quantile(List<Double> values, double part) {
    double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
  }

  static double median(double... values) {
    return quantile(Arrays.stream(values).boxed().toList(), 0.5);
  }
}
