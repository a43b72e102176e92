package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** Within one owner the older service has a port. */
class PortsUnclaimedTest {

  @Test
  void theYoungerOfTwoIsInConflict() {
    World world =
        tutorial()
            .with(
                service("old").aged(1),
                service("young")
                    .aged(2)
                    .with("spec.ports", "[{name: a, port: 81}, {name: b, port: 80}]"));
    assertThat(world.service("old").accepted()).isTrue();
    assertThat(text(world.service("young")))
        .isEqualTo(
            "Conflict: port 80/TCP of 10.23.21.180 belongs to LvsService shop/old, which is older");
  }

  @Test
  void aServiceInConflictHasNoneOfItsPorts() {
    World world =
        tutorial()
            .with(
                service("a").aged(1),
                service("b")
                    .aged(2)
                    .with("spec.ports", "[{name: a, port: 81}, {name: b, port: 80}]"),
                service("c").aged(3).with("spec.ports", "[{name: a, port: 81}]"));
    assertThat(text(world.service("c"))).isEqualTo("accepted");
  }

  @Test
  void tcpAndUdpAreTwo() {
    World world =
        tutorial()
            .with(
                service("old").aged(1),
                service("young")
                    .aged(2)
                    .with("spec.ports", "[{name: a, protocol: UDP, port: 80}]"));
    assertThat(text(world.service("young"))).isEqualTo("accepted");
  }
}
