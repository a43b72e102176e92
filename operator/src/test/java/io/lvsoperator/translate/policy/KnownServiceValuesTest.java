package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** Values of a newer version refuse that one object. */
class KnownServiceValuesTest {

  @Test
  void refusesEveryValueThatItDoesNotKnowByField() {
    World world =
        tutorial()
            .with(
                service("new").with("spec.mode", "QUIC").with("spec.scheduler", "quantum"),
                service("old").with("spec.vip", "10.23.21.181"));
    assertThat(text(world.service("new")))
        .isEqualTo(
            "UnsupportedValue: this version does not know spec.mode \"QUIC\","
                + " spec.scheduler \"quantum\": use another value, or update lvs-operator");
    assertThat(world.service("old").accepted()).isTrue();
  }

  @Test
  void refusesAnUnknownProtocolSchedulerFlagAndSelectorOperator() {
    World world =
        tutorial()
            .with(
                service("web")
                    .with("spec.ports", "[{name: a, protocol: DCCP, port: 1}]")
                    .with("spec.schedulerFlags", "[sh-moon]")
                    .with(
                        "spec.realServerSelector",
                        "{matchExpressions: [{key: a, operator: Near}]}"));
    assertThat(text(world.service("web"))).contains("DCCP", "sh-moon", "Near");
  }
}
