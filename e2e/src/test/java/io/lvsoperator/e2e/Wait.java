package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waiting for what the product does in its own time. */
final class Wait {

  private static final Duration CONVERGENCE = Duration.ofSeconds(20);

  private Wait() {}

  /** Waits for the condition Ready of an object in the namespace default. */
  static void forReady(Bed bed, String kind, String name) {
    forField(bed, kind, name, ".status.conditions[?(@.type==\"Ready\")].status", "True");
  }

  /** Waits until a field of an object has a value. */
  static void forField(Bed bed, String kind, String name, String path, String value) {
    until(
        bed,
        "%s/%s %s is %s".formatted(kind, name, path, value),
        () -> bed.kubectl().field(kind, name, path).equals(value));
  }

  /** Waits until something holds, as long as a converging cluster may take on this bed. */
  static void until(Bed bed, String what, Callable<Boolean> holds) {
    Awaitility.await(what)
        .atMost(bed.patience(CONVERGENCE))
        .pollInterval(Duration.ofMillis(250))
        .until(holds);
  }
}
