package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** Values of a newer version refuse that one object. */
class KnownRealServerValuesTest {

  @Test
  void refusesAnUnknownStateAndManagement() {
    World world =
        tutorial()
            .with(
                service("web"),
                realServer("a", "10.23.190.76").with("spec.state", "Napping"),
                realServer("b", "10.23.122.152"));
    assertThat(text(world.realServer("a")))
        .startsWith("UnsupportedValue: this version does not know spec.state \"Napping\"");
    assertThat(world.member("web", "a").verdict().accepted()).isFalse();
    assertThat(world.member("web", "b").verdict().accepted()).isTrue();
  }
}
