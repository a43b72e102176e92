package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.bed.Node;

/** The process of a node's agent, by what /proc of the lab's kernel says of it. */
record Agent(Node node, String pid) {
  /** Of the times in /proc/PID/stat. */
  private static final double TICKS = 100;

  static Agent of(Node node) {
    return new Agent(node, node.sh("pgrep -o -f -- '[a]gent --node-name " + node.name() + "'"));
  }

  double cpuSeconds() {
    String[] ticks =
        node.sh("sed 's/.*) //' /proc/%s/stat | cut -d' ' -f12,13".formatted(pid)).split(" ");
    return (Double.parseDouble(ticks[0]) + Double.parseDouble(ticks[1])) / TICKS;
  }

  double megabytes(String field) {
    return Double.parseDouble(
            node.sh(
                "sed -n 's/^%s:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/%s/status"
                    .formatted(field, pid)))
        / 1024;
  }
}
