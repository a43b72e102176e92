package io.lvsoperator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Mode;
import org.junit.jupiter.api.Test;

/** Roles with modes. */
class ScopeTest {
  @Test
  void inWords() {
    assertThat(Scope.ALL).hasToString("all");
    assertThat(Scope.director()).hasToString("director");
    assertThat(Scope.director(Mode.TUN, Mode.DR).and(Role.REAL_SERVER, Mode.TUN))
        .hasToString("director DR,TUN; real-server TUN");
  }

  @Test
  void meetsWhatSharesARoleWithAMode() {
    Scope tunnels = Scope.realServer(Mode.TUN);
    assertThat(tunnels.meets(Scope.ALL)).isTrue();
    assertThat(tunnels.meets(Scope.realServer(Mode.DR, Mode.TUN))).isTrue();
    assertThat(tunnels.meets(Scope.realServer(Mode.DR))).isFalse();
    assertThat(tunnels.meets(Scope.director(Mode.TUN).and(Role.REAL_SERVER, Mode.NAT))).isFalse();
  }
}
