package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.plan.Desired.Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private static final IpAddress VIP = Cluster.VIP;
  private static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:99");
  private static final Set<Probe> ASKED = Set.of(new Probe("eth0", VIP));

  private final InMemoryKernel kernel = Cluster.node();
  private final List<Runnable> waiting = new ArrayList<>();
  private final SteppedClock clock = new SteppedClock();
  private int passesAskedFor;
  private final Probes probes =
      new Probes(
          kernel.kernel().announcements(),
          waiting::add,
          clock,
          Duration.ofSeconds(30),
          () -> passesAskedFor++);

  /** A clock that a test moves. */
  private static final class SteppedClock extends Clock {
    private Instant now = Cluster.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private int runWaiting() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
    return now.size();
  }

  private void pass(Set<Probe> asked) {
    probes.after(asked, Set.of(VIP), Map.of());
  }

  @Test
  void asksOnceAndThenWantsAPass() {
    pass(ASKED);
    pass(ASKED);
    assertThat(probes.known()).isEmpty();
    assertThat(runWaiting()).isEqualTo(1);
    assertThat(probes.known()).containsExactly(Map.entry(VIP, new ProbeResult.Free()));
    assertThat(passesAskedFor).isEqualTo(1);
    clock.now = clock.now.plusSeconds(3600);
    pass(Set.of());
    assertThat(waiting).isEmpty();
  }

  @Test
  void asksAgainNowAndThenForAnAddressThatIsInUse() {
    kernel.neighbours.put(VIP, OTHER);
    pass(ASKED);
    runWaiting();
    assertThat(probes.known()).containsEntry(VIP, new ProbeResult.InUse(OTHER));
    clock.now = clock.now.plusSeconds(29);
    pass(Set.of());
    assertThat(waiting).isEmpty();
    kernel.neighbours.clear();
    clock.now = clock.now.plusSeconds(1);
    pass(Set.of());
    assertThat(probes.known()).containsEntry(VIP, new ProbeResult.InUse(OTHER));
    runWaiting();
    assertThat(probes.known()).containsEntry(VIP, new ProbeResult.Free());
  }

  @Test
  void knowsThatAnAddressThatWeHoldIsFreeForUs() {
    probes.after(Set.of(), Set.of(VIP), Map.of(VIP, "eth0"));
    assertThat(probes.known()).containsEntry(VIP, new ProbeResult.Free());
    probes.after(Set.of(), Set.of(VIP), Map.of());
    assertThat(probes.known()).containsKey(VIP);
  }

  @Test
  void forgetsAddressesThatNobodyWants() {
    pass(ASKED);
    runWaiting();
    probes.after(Set.of(), Set.of(), Map.of());
    assertThat(probes.known()).isEmpty();
  }

  @Test
  void triesAgainWhenTheLinkCouldNotBeAsked() {
    Probe wrong = new Probe("eth7", VIP);
    pass(Set.of(wrong));
    runWaiting();
    assertThat(probes.known()).isEmpty();
    pass(ASKED);
    assertThat(runWaiting()).isEqualTo(1);
    assertThat(probes.known()).containsKey(VIP);
  }
}
