package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A text that is no range grants nothing and is said. */
class WellFormedGroupTest {

  @Test
  void namesTheTextAndItsRule() {
    World world =
        tutorial()
            .with(
                group("default").with("spec.allow", rule("vips: [10.23.21.0-99, 10.23.21.0/24]")),
                service("web"));
    assertThat(text(world.translate().group("default").orElseThrow().verdict()))
        .startsWith("Invalid: spec.allow \"web\": \"10.23.21.0-99\" is neither a CIDR");
    assertThat(world.service("web").accepted()).isTrue();
  }
}
