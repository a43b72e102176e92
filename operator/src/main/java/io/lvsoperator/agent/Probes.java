package io.lvsoperator.agent;

import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.plan.Desired.Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, on other threads, whether somebody else has an address that we are about to add. What
 * was found is kept while the address is wanted: an address that we held is not asked for again
 * when somebody deletes it, and one that is in use is asked for again now and then.
 */
final class Probes {
  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

  private final Announcements announcements;
  private final Executor executor;
  private final Clock clock;
  private final Duration again;
  private final Runnable done;
  private final Map<IpAddress, Found> found = new HashMap<>();
  private final Map<IpAddress, Probe> running = new HashMap<>();

  /** A result, where it was found, and when. */
  private record Found(String link, ProbeResult result, Instant at) {}

  /**
   * Makes one.
   *
   * @param announcements asks on the link
   * @param executor where it waits for answers
   * @param clock the time
   * @param again when an address that was in use is asked for again
   * @param done called after each result
   */
  Probes(
      Announcements announcements, Executor executor, Clock clock, Duration again, Runnable done) {
    this.announcements = announcements;
    this.executor = executor;
    this.clock = clock;
    this.again = again;
    this.done = done;
  }

  /** {@return what is known} */
  synchronized Map<IpAddress, ProbeResult> known() {
    Map<IpAddress, ProbeResult> known = new HashMap<>();
    found.forEach((address, result) -> known.put(address, result.result()));
    return known;
  }

  /**
   * Takes note of a pass.
   *
   * @param asked what it must know
   * @param wanted all VIPs that are wanted; what is known of others is forgotten
   * @param held the VIPs of ours that stand, with their interfaces
   */
  synchronized void after(Set<Probe> asked, Set<IpAddress> wanted, Map<IpAddress, String> held) {
    Instant now = clock.instant();
    found.keySet().retainAll(wanted);
    held.forEach(
        (address, link) -> found.put(address, new Found(link, new ProbeResult.Free(), now)));
    asked.forEach(this::start);
    found.forEach(
        (address, result) -> {
          boolean due = !result.at().plus(again).isAfter(now);
          if (result.result() instanceof ProbeResult.InUse && due) {
            start(new Probe(result.link(), address));
          }
        });
  }

  private void start(Probe probe) {
    if (running.putIfAbsent(probe.address(), probe) == null) {
      executor.execute(() -> run(probe));
    }
  }

  private void run(Probe probe) {
    try {
      ProbeResult result = announcements.probe(probe.link(), probe.address());
      LOG.info("asked on {} for {}: {}", probe.link(), probe.address(), result);
      synchronized (this) {
        found.put(probe.address(), new Found(probe.link(), result, clock.instant()));
      }
    } catch (KernelException e) {
      LOG.warn(
          "cannot ask on {} whether {} is free: {}", probe.link(), probe.address(), e.getMessage());
    } finally {
      synchronized (this) {
        running.remove(probe.address());
      }
    }
    done.run();
  }
}
