package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.of;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A VIP is no gateway of a director. */
class VipIsNoNextHopTest {

  @Test
  void refusesAGatewayOfADirectorAlone() {
    World world = tutorial().with(service("web").with("spec.vip", "10.23.21.1"));
    assertThat(
            text(
                world
                    .with(of("LvsNode", "lb01").with("status.nextHops", "[10.23.21.1]"))
                    .service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip 10.23.21.1 is a next hop in the routes of director lb01, which is"
                + " never a VIP");
    assertThat(
            text(
                world
                    .with(of("LvsNode", "rs01").with("status.nextHops", "[10.23.21.1]"))
                    .service("web")))
        .isEqualTo("accepted");
  }
}
