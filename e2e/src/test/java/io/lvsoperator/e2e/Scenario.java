package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;

/**
 * One test's objects on the bed. Closing it deletes them, waits until every node whose agent ran at
 * the beginning is as it was then, as text, and so tests with every scenario that everything is
 * given back.
 */
final class Scenario implements AutoCloseable {
  /** On a fast machine; longer than a drain with its default timeout of 60 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** To look at a node costs a slow bed as much as what it is to do meanwhile. */
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private static final Set<String> DIRECTORS = Set.of("lb01", "lb02");
  private static final List<String> NODES = List.of("lb01", "lb02", "rs01", "rs02", "rs03", "rs04");

  private final Bed bed;
  private boolean ended;
  private final Map<String, NodeState> before = new LinkedHashMap<>();

  private Scenario(Bed bed) {
    this.bed = bed;
    for (String node : NODES) {
      if (bed.agent(node).running()) {
        before.put(node, NodeState.of(bed.node(node)));
      }
    }
  }

  /** Begins without an object. */
  static Scenario on(Bed bed) {
    return new Scenario(bed);
  }

  /**
   * Begins with the objects of the yaml that is named like the test, and waits until its services
   * are ready.
   */
  static Scenario of(Bed bed, Class<?> test) {
    Scenario scenario = new Scenario(bed);
    scenario.apply(Manifest.of(test));
    return scenario.ready();
  }

  /** All of a node that the product may touch, as text. */
  static String state(Node node) {
    return NodeState.of(node).text();
  }

  /** Applies more objects. */
  Scenario apply(String yaml) {
    bed.kubectl().apply(yaml);
    return this;
  }

  /** Waits until every LvsService is ready and none is degraded. */
  Scenario ready() {
    eventually(
        () -> {
          String all = conditions();
          assertThat(all).isNotBlank();
          assertThat(all.lines()).allMatch(l -> l.matches("\\S+ True [1-9]\\d*/\\d+ .*"), all);
          assertThat(all.lines())
              .allMatch(
                  l -> l.replaceAll("\\S+ True (\\d+)/(\\d+) .*", "$1=$2").matches("(\\d+)=\\1"),
                  all);
        });
    return this;
  }

  private String conditions() {
    return bed.kubectl()
        .run(
            "get",
            "lvsservices",
            "-A",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type==\"Ready\")].status} {.status.realServersSummary} {.status.conditions[?(@.type==\"Ready\")].message}{\"\\n\"}{end}")
        .orFail();
  }

  /** Repeats a check until it holds, as long as the slowest bed may need. */
  void eventually(ThrowingRunnable check) {
    within(bed.patience(PATIENCE), bed.patience(INTERVAL), check);
  }

  /** Repeats a check until it holds, no longer than this. */
  static void within(Duration limit, ThrowingRunnable check) {
    within(limit, Duration.ofMillis(500), check);
  }

  private static void within(Duration limit, Duration interval, ThrowingRunnable check) {
    await().atMost(limit).pollInterval(interval).untilAsserted(check);
  }

  /** Waits until a condition of an object has this reason. */
  void reason(String kind, String name, String type, String reason) {
    String path = ".status.conditions[?(@.type==\"%s\")].reason".formatted(type);
    eventually(() -> assertThat(bed.kubectl().field(kind, name, path)).isEqualTo(reason));
  }

  /** Lets time pass. */
  static void sleep(Duration time) {
    try {
      Thread.sleep(Math.max(0, time.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Boots nodes. What they have then is what they had at the beginning. */
  void boot(String... nodes) {
    bed.boot(nodes);
    for (String node : nodes) {
      before.computeIfPresent(node, (name, _) -> NodeState.of(bed.node(name)));
    }
  }

  Node node(String name) {
    return bed.node(name);
  }

  /** Ends it, unless that has been done. */
  @Override
  public void close() {
    if (!ended) {
      end();
    }
  }

  /**
   * Deletes all objects and waits until every node is as it was. Groups go last: a real server
   * whose director is none any more waits for another one, of which it may not have heard, as long
   * as that may serve on.
   */
  void end() {
    ended = true;
    delete("lvsservices,realservers");
    before.keySet().stream().filter(node -> !DIRECTORS.contains(node)).forEach(this::isAsBefore);
    delete("directorgroups");
    before.keySet().forEach(this::isAsBefore);
  }

  private void delete(String kinds) {
    bed.kubectl().run("delete", kinds, "-A", "--all", "--wait=true").orFail();
  }

  private void isAsBefore(String node) {
    within(
        bed.patience(PATIENCE),
        bed.patience(INTERVAL.multipliedBy(2)),
        () ->
            assertAsBefore(
                "%s when the last object is gone".formatted(node),
                bed.node(node),
                before.get(node)));
  }

  /** Checks that a node is as it was, but for what a module leaves that was loaded meanwhile. */
  static void assertAsBefore(String when, Node node, NodeState before) {
    assertThat(NodeState.of(node).changes(before)).as(when).isEmpty();
  }
}
