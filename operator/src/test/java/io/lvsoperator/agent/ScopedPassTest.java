package io.lvsoperator.agent;

import static io.lvsoperator.agent.Cluster.NOW;
import static io.lvsoperator.agent.Cluster.RS01;
import static io.lvsoperator.agent.Cluster.RS02;
import static io.lvsoperator.agent.Cluster.backend;
import static io.lvsoperator.agent.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.InMemoryJournal;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.translate.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which destinations a pass reads, and that it changes nothing else. */
class ScopedPassTest {
  private static final int SERVICES = 6;

  private final InMemoryKernel kernel = Cluster.node();
  private final Pass pass =
      new Pass(
          kernel.kernel(),
          new InMemoryJournal(),
          new Planner(PlanOptions.DEFAULT),
          new DriftWatch());
  private final int[] weights = {1, 1, 1, 1, 1, 1};
  private Instant now = NOW;

  @BeforeEach
  void programmed() {
    pass(Reading.WHAT_CHANGES);
    pass(Reading.WHAT_CHANGES);
    kernel.ipvs.read.clear();
  }

  private PassResult pass(Reading reading) {
    return pass.run(
        intent(), Pass.Informed.NOTHING_MORE, Cluster.FREE, now, false, Pause.NONE, reading);
  }

  private Intent intent() {
    List<DirectedService> services =
        IntStream.range(0, SERVICES)
            .mapToObj(
                i ->
                    service(
                        "s" + i,
                        Scheduler.WRR,
                        80 + i,
                        80,
                        backend(RS01, weights[i]),
                        backend(RS02, 1)))
            .toList();
    return new Intent(services, List.of());
  }

  private static VirtualServerKey key(int service) {
    return new VirtualServerKey.Endpoint(Cluster.VIP, Protocol.TCP, 80 + service);
  }

  /** Somebody else gives it another weight. */
  private void disturb(int service, int weight) {
    kernel.ipvs.edit(key(service), Destination.masquerade(RS01, 80, weight));
  }

  private int weight(int service) {
    return kernel.ipvs.destinations(key(service)).stream()
        .map(state -> state.destination())
        .filter(d -> d.key().address().equals(RS01))
        .findFirst()
        .orElseThrow()
        .weight();
  }

  @Test
  void anEventsPassReadsWhatItChangesAndNothingElse() {
    weights[3] = 7;

    assertThat(pass(Reading.WHAT_CHANGES).report().complete()).isTrue();

    assertThat(new HashSet<>(kernel.ipvs.read)).containsExactly(key(3));
    assertThat(weight(3)).isEqualTo(7);
  }

  @Test
  void anEventsPassWithoutChangesReadsNoDestination() {
    pass(Reading.WHAT_CHANGES);

    assertThat(kernel.ipvs.read).isEmpty();
  }

  @Test
  void whatIsChangedIsPlannedFromWhatStandsNow() {
    weights[3] = 7;
    disturb(3, 7);

    assertThat(pass(Reading.WHAT_CHANGES).report().entries()).isEmpty();
  }

  @Test
  void ticksReadEverythingWithinTenSeconds() {
    disturb(0, 9);
    disturb(5, 9);

    now = now.plusSeconds(5);
    pass(Reading.IN_TURN);
    assertThat(kernel.ipvs.read.stream().distinct().count()).isEqualTo(SERVICES / 2);
    now = now.plusSeconds(5);
    pass(Reading.IN_TURN);

    assertThat(List.of(weight(0), weight(5))).containsExactly(1, 1);
  }

  @Test
  void aVirtualServerThatSomebodyPutsBackIsReadAnew() {
    kernel.ipvs.clear();

    pass(Reading.WHAT_CHANGES);

    assertThat(kernel.ipvs.servers()).hasSize(SERVICES);
    assertThat(IntStream.range(0, SERVICES).map(this::weight).toArray()).containsOnly(1);
  }

  @Test
  void neverChangesWhatItHasNotReadInThatPass() {
    Random random = new Random(11);
    Set<VirtualServerKey> unread = new HashSet<>();
    kernel.watcher =
        change ->
            Observed.servers(List.of(change)).stream()
                .filter(server -> !kernel.ipvs.read.contains(server))
                .forEach(unread::add);
    for (int step = 0; step < 300; step++) {
      now = now.plusMillis(random.nextInt(4000));
      int service = random.nextInt(SERVICES);
      switch (random.nextInt(3)) {
        case 0 -> weights[service] = random.nextInt(5);
        case 1 -> disturb(service, random.nextInt(5));
        default -> kernel.ipvs.connections(key(service), destination(), random.nextInt(3));
      }
      kernel.ipvs.read.clear();
      Reading reading = random.nextInt(3) == 0 ? Reading.IN_TURN : Reading.WHAT_CHANGES;
      PassResult result = pass(reading);
      Set<VirtualServerKey> changed = Observed.servers(changes(result.report().entries()));
      Set<VirtualServerKey> done = new HashSet<>(changed);
      done.removeAll(Observed.servers(changes(result.report().undone()))); // a contested repair

      assertThat(unread).as("step %d", step).isEmpty();
      assertThat(wrong(done)).as("step %d: %s", step, result.report().entries()).isEmpty();
    }
    now = now.plusSeconds(600); // nobody is given way to any more
    pass(Reading.IN_TURN);

    assertThat(IntStream.range(0, SERVICES).map(this::weight).toArray()).isEqualTo(weights);
  }

  private static Destination.Key destination() {
    return new Destination.Key(RS01, 80);
  }

  private static List<Change> changes(List<Report.Entry> entries) {
    return entries.stream().map(Report.Entry::change).toList();
  }

  /** Which of these services do not have the weight that they should. */
  private List<Integer> wrong(Set<VirtualServerKey> changed) {
    List<Integer> wrong = new ArrayList<>();
    for (int service = 0; service < SERVICES; service++) {
      if (changed.contains(key(service)) && weight(service) != weights[service]) {
        wrong.add(service);
      }
    }
    return wrong;
  }
}
