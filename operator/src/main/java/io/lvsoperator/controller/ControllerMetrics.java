package io.lvsoperator.controller;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the controller counts. */
final class ControllerMetrics {
  private final Timer passes;
  private final Counter written;
  private final Counter failed;
  private final AtomicLong lastSuccess = new AtomicLong();

  ControllerMetrics(MeterRegistry registry) {
    passes =
        Timer.builder("lvs.controller.pass.duration")
            .description("Time of a pass over the whole cluster.")
            .register(registry);
    written = writes(registry, "written");
    failed = writes(registry, "failed");
    registry.gauge("lvs.controller.pass.last.success.timestamp.seconds", lastSuccess);
  }

  private static Counter writes(MeterRegistry registry, String outcome) {
    return Counter.builder("lvs.controller.status.writes")
        .description("Statuses that were to be written because something changed.")
        .tag("outcome", outcome)
        .register(registry);
  }

  boolean pass(Supplier<Boolean> pass) {
    boolean complete = passes.record(pass);
    if (complete) {
      lastSuccess.set(System.currentTimeMillis() / 1000);
    }
    return complete;
  }

  void write(boolean done) {
    (done ? written : failed).increment();
  }
}
