package io.lvsoperator.metrics;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.IpAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an agent's passes did: {@code lvs_pass_duration_seconds}, {@code
 * lvs_pass_last_success_timestamp_seconds}, {@code lvs_kernel_changes_total}, {@code
 * lvs_drift_repaired_total}, {@code lvs_foreign_entries}, {@code lvs_vip_owner}, {@code
 * lvs_build_info}.
 */
public final class PassMetrics {
  private final MeterRegistry registry;
  private final Counter drift;
  private final MultiGauge vips;
  private final AtomicLong lastSuccess = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();

  /**
   * Registers the meters.
   *
   * @param registry where
   * @param version of this program
   */
  public PassMetrics(MeterRegistry registry, String version) {
    this.registry = registry;
    this.drift =
        Counter.builder("lvs.drift.repaired")
            .description("Changes that put back what somebody else undid")
            .register(registry);
    Gauge.builder("lvs.pass.last.success.timestamp", lastSuccess, AtomicLong::doubleValue)
        .baseUnit("seconds")
        .description("When a pass last ended without a failure, in seconds since 1970")
        .register(registry);
    Gauge.builder("lvs.foreign.entries", foreign, AtomicLong::doubleValue)
        .description("Virtual servers in this kernel that are not ours")
        .register(registry);
    this.vips =
        MultiGauge.builder("lvs.vip.owner")
            .description("1 for each VIP that this node holds")
            .register(registry);
    Gauge.builder("lvs.build.info", () -> 1)
        .tags("version", version)
        .description("Which version runs")
        .register(registry);
  }

  /** A pass has ended: how long it took, when, and whether everything was carried out. */
  public void passed(Duration took, Instant at, boolean complete) {
    Timer.builder("lvs.pass.duration")
        .description("How long a pass takes from reading the kernel to its last change")
        .tags("outcome", complete ? "success" : "failure")
        .register(registry)
        .record(took);
    if (complete) {
      lastSuccess.set(at.getEpochSecond());
    }
  }

  /**
   * A change was carried out, or not.
   *
   * @param change which one
   * @param outcome {@code applied}, {@code failed} or {@code skipped}
   */
  public void changed(Change change, String outcome) {
    Counter.builder("lvs.kernel.changes")
        .description("Changes of the kernel by kind and outcome")
        .tags(Tags.of("op", change.getClass().getSimpleName(), "outcome", outcome))
        .register(registry)
        .increment();
  }

  /** So many changes of a pass were repairs. */
  public void repaired(int changes) {
    drift.increment(changes);
  }

  /** So many virtual servers are somebody else's. */
  public void foreign(long virtualServers) {
    foreign.set(virtualServers);
  }

  /** These VIPs of ours are on this node. */
  public void holds(Collection<IpAddress> held) {
    vips.register(
        held.stream().map(vip -> MultiGauge.Row.of(Tags.of("vip", vip.toString()), 1)).toList(),
        true);
  }
}
