package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.translate.Thing;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A count is published when it begins, every 10 s, and when nothing is left. */
class DrainProgressTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final DrainProgress progress = new DrainProgress();

  private static LvsNodeStatus status(String drain) {
    io.lvsoperator.api.v1alpha1.LvsNode node =
        (io.lvsoperator.api.v1alpha1.LvsNode)
            Thing.of("LvsNode", "lb01")
                .with(
                    "status.services",
                    "[{namespace: shop, name: web, programmed: 'True', reason: Programmed,"
                        + " destinations: [{vip: 10.23.21.180, protocol: TCP, virtualPort: 80,"
                        + " address: 10.23.190.76, port: 80, weight: 0%s}]}]".formatted(drain))
                .object();
    return node.reported();
  }

  private Optional<NodeDrain> shown(int second, String drain) {
    return progress
        .steady(status(drain), NOW.plusSeconds(second))
        .services()
        .getFirst()
        .destinations()
        .getFirst()
        .drain();
  }

  private static String left(int connections) {
    return ", drain: {connections: %d, until: '2026-11-22T10:01:00Z'}".formatted(connections);
  }

  @Test
  void aCountStandsForTenSeconds() {
    assertThat(shown(0, left(9)).orElseThrow().connections()).isEqualTo(9);
    assertThat(shown(5, left(7)).orElseThrow().connections()).isEqualTo(9);
    assertThat(shown(9, left(5)).orElseThrow().connections()).isEqualTo(9);
    assertThat(shown(10, left(4)).orElseThrow().connections()).isEqualTo(4);
    assertThat(shown(15, left(3)).orElseThrow().connections()).isEqualTo(4);
    assertThat(shown(15, left(3)).orElseThrow().until()).contains("2026-11-22T10:01:00Z");
  }

  @Test
  void noneLeftAndTheEndAreSaidAtOnce() {
    assertThat(shown(0, left(9)).orElseThrow().connections()).isEqualTo(9);
    assertThat(shown(1, left(0)).orElseThrow().connections()).isZero();
    assertThat(shown(2, "")).isEmpty();
    assertThat(shown(3, left(2)).orElseThrow().connections()).isEqualTo(2);
  }
}
