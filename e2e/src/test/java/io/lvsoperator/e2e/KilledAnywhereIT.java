package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Daemon;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Agents and the controller are killed at any moment while objects change under traffic: no request
 * fails, and their next passes leave nothing behind. {@code LVS_LAB_KILLS} says how often, {@code
 * LVS_LAB_SEED} which edits and kills; what was done is part of a failure's text.
 */
@LabTest(length = LabTest.Length.LONGEST)
class KilledAnywhereIT {
  private static final int KILLS = number("LVS_LAB_KILLS", 4);
  private static final int SEED = number("LVS_LAB_SEED", 1);

  /** So many kills before everything is compared with what it was. */
  private static final int ROUND = 10;

  /** On a fast machine a pass has ended so long after an edit, whatever it had to do. */
  private static final Duration PASS = Duration.ofSeconds(1);

  private static final List<String> NODES = List.of("lb01", "rs01", "rs02");

  private final Random random = new Random(SEED);
  private final List<String> story = new ArrayList<>();

  private static int number(String variable, int otherwise) {
    return Optional.ofNullable(System.getenv(variable)).map(Integer::parseInt).orElse(otherwise);
  }

  @Test
  void nobodyNoticesAndNothingIsLeftBehind(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, KilledAnywhereIT.class)) {
      Node client = scenario.node("client");
      Map<String, NodeState> before = new LinkedHashMap<>();
      NODES.forEach(node -> before.put(node, NodeState.of(bed.node(node))));
      List<Running<Tally>> loads =
          List.of(
              client.keepAsking(Load.steady("10.23.21.180:80")),
              client.keepAsking(Load.steady("10.23.21.182:80")));
      for (int kill = 1; kill <= KILLS; kill++) {
        killAtRandom(bed);
        if (kill % ROUND == 0 || kill == KILLS) {
          rest(bed, scenario, before);
        }
      }
      for (Running<Tally> load : loads) {
        Tally tally = load.stop();
        assertThat(tally.failures()).as(toString()).isEmpty();
        assertThat(tally.requests()).isGreaterThan(50);
      }
    }
  }

  /** Something changes, and whoever may be in the middle of it dies and starts again. */
  private void killAtRandom(Bed bed) {
    Map<String, Daemon> ready = new LinkedHashMap<>();
    Scenario.within(
        bed.patience(Duration.ofSeconds(60)),
        () -> {
          daemons(bed).forEach((name, d) -> ready.compute(name, (_, _) -> d.ready() ? d : null));
          assertThat(ready).isNotEmpty();
        });
    edit(bed);
    Scenario.sleep(Duration.ofMillis(random.nextLong(bed.patience(PASS).toMillis())));
    String victim = List.copyOf(ready.keySet()).get(random.nextInt(ready.size()));
    told("kill " + victim);
    ready.get(victim).kill();
    ready.get(victim).start();
  }

  private static Map<String, Daemon> daemons(Bed bed) {
    Map<String, Daemon> daemons = new LinkedHashMap<>();
    NODES.forEach(node -> daemons.put(node, bed.agent(node)));
    daemons.put("controller", bed.controller());
    return daemons;
  }

  private void edit(Bed bed) {
    List<Supplier<String>> edits =
        List.of(
            () -> patch(bed, "rs01", "weight", String.valueOf(1 + random.nextInt(5))),
            () -> patch(bed, "rs02", "weight", String.valueOf(1 + random.nextInt(5))),
            () -> patch(bed, "rs02", "state", random.nextBoolean() ? "Draining" : "InService"),
            () -> apply(bed, "NAT"),
            () -> apply(bed, "TUN"),
            () -> apply(bed, "FULLNAT"),
            () -> delete(bed));
    told(edits.get(random.nextInt(edits.size())).get());
  }

  private static String patch(Bed bed, String server, String field, String value) {
    String text = field.equals("weight") ? value : "\"" + value + "\"";
    String patch = "{\"spec\":{\"%s\":%s}}".formatted(field, text);
    bed.kubectl().run("patch", "realserver", server, "--type=merge", "-p", patch).orFail();
    return server + " " + field + " " + value;
  }

  /** A service that comes, goes and changes its mode beside those that are asked. */
  private static String apply(Bed bed, String mode) {
    bed.kubectl()
        .apply(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: LvsService
            metadata: {name: other, namespace: default}
            spec:
              vip: 10.23.21.183
              mode: %s
              ports: [{name: http, port: 80}, {name: dns, protocol: UDP, port: 5300}]
              realServerSelector: {matchLabels: {app: web}}
            """
                .formatted(mode));
    return "other in " + mode;
  }

  private static String delete(Bed bed) {
    bed.kubectl().run("delete", "lvsservice", "other", "--ignore-not-found").orFail();
    return "other deleted";
  }

  /** With the objects of the beginning all nodes become what they were then. */
  private void rest(Bed bed, Scenario scenario, Map<String, NodeState> before) {
    delete(bed);
    patch(bed, "rs01", "weight", "1");
    patch(bed, "rs02", "weight", "1");
    patch(bed, "rs02", "state", "InService");
    daemons(bed)
        .forEach(
            (name, daemon) ->
                scenario.eventually(() -> assertThat(daemon.ready()).as(name).isTrue()));
    before.forEach(
        (node, state) ->
            scenario.eventually(
                () -> Scenario.assertAsBefore(node + ", " + this, bed.node(node), state)));
    scenario.ready();
  }

  private void told(String what) {
    story.add(what);
  }

  @Override
  public String toString() {
    return "seed " + SEED + ": " + String.join("; ", story);
  }
}
