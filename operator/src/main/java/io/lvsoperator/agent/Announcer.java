package io.lvsoperator.agent;

import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.LinkAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the network again and again where our VIPs are: switches and neighbours forget, and a lost
 * gratuitous ARP is lost.
 */
final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  /** How often a new VIP is announced beyond the first time. */
  private static final int BURST = 2;

  private final Announcements announcements;
  private final Duration gap;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("announcer"));
  private volatile Set<LinkAddress> held = Set.of();

  /**
   * Makes one and lets it run.
   *
   * @param announcements speaks on the link
   * @param every how often everything is announced
   * @param gap the time between the announcements of a burst
   */
  Announcer(Announcements announcements, Duration every, Duration gap) {
    this.announcements = announcements;
    this.gap = gap;
    executor.scheduleAtFixedRate(
        () -> held.forEach(this::announce), every.toMillis(), every.toMillis(), MILLIS);
  }

  /** Takes note of the VIPs of ours that stand; new ones are announced in a burst. */
  void holds(Set<LinkAddress> now) {
    Set<LinkAddress> fresh = new HashSet<>(now);
    fresh.removeAll(held);
    held = Set.copyOf(now);
    for (int i = 1; i <= BURST; i++) {
      long delay = gap.multipliedBy(i).toMillis();
      fresh.forEach(a -> executor.schedule(() -> again(a), delay, MILLIS));
    }
  }

  private void again(LinkAddress address) {
    if (held.contains(address)) {
      announce(address);
    }
  }

  private void announce(LinkAddress address) {
    try {
      announcements.announce(address.link(), address.address());
    } catch (KernelException e) {
      LOG.warn("cannot announce {} on {}: {}", address.address(), address.link(), e.getMessage());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
