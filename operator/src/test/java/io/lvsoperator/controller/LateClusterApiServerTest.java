package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A controller that is there before the API server, and before the definitions. */
@Tag("apiserver")
class LateClusterApiServerTest {
  @Test
  void waitsForTheApiServerAndThenForTheDefinitions() {
    try (ApiServer api = ApiServer.bare();
        Bench bench = new Bench(api)) {
      bench.controller().start();
      staysUnreadyAndAlive(bench, 20);
      bench.gate().open();
      staysUnreadyAndAlive(bench, 30);
      api.install();
      bench.tutorial();
      Bench.until("the controller is ready", bench.controller()::ready);
      bench.witness();
    }
  }

  private static void staysUnreadyAndAlive(Bench bench, int tenths) {
    for (int i = 0; i < tenths; i++) {
      Bench.pause();
      assertThat(bench.controller().alive()).isTrue();
      assertThat(bench.controller().ready()).isFalse();
    }
  }
}
