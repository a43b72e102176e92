package io.lvsoperator.agent;

import org.junit.jupiter.api.Test;

/**
 * Whatever happens in a cluster, in whatever order its agents hear of it: see {@link Invariants}.
 * {@code -Dhistories=10000} lives through more of them, {@code -Dhistories.seed=4711} begins with
 * another.
 */
class HistoryTest {
  private static final int LENGTH = 50;

  @Test
  void everyHistoryKeepsTheRules() {
    liveAll("histories", 150, History::of);
  }

  /** While somebody also drains, excludes and pauses machines: a paused agent changes nothing. */
  @Test
  void everyHistoryWithMaintenanceKeepsThem() {
    liveAll("histories.maintenance", 30, History::withMaintenance);
  }

  /** With every tunnel, directors that are real servers too, and definitions that are deleted. */
  @Test
  void everyHistoryOfAWiderWorldKeepsThem() {
    liveAll("histories.wider", 30, History::wider);
  }

  /** What makes the history of a seed. */
  private interface Maker {
    History of(long seed, int length);
  }

  private static void liveAll(String property, int usually, Maker maker) {
    int count = Integer.getInteger(property, usually);
    long first = Long.getLong("histories.seed", 0L);
    Inventory inventory = new Inventory();
    Coverage coverage = new Coverage();
    for (long seed = first; seed < first + count; seed++) {
      live(seed, maker.of(seed, LENGTH), inventory, coverage);
    }
    System.out.print(coverage);
  }

  static void live(long seed, History history, Inventory inventory, Coverage coverage) {
    History.End end = history.live(inventory, coverage);
    if (end.violation().isPresent()) {
      String rule = end.violation().get().rule();
      History shortest = history.shrunk(inventory, rule);
      History.End shown = shortest.live(inventory, new Coverage());
      throw new AssertionError(
          "seed %d, %d of its %d steps:%n%s%n%s"
              .formatted(
                  seed,
                  shortest.steps().size(),
                  LENGTH,
                  String.join("\n", shown.story()),
                  shown.violation().map(Throwable::toString).orElse("")),
          shown.violation().orElse(null));
    }
  }
}
