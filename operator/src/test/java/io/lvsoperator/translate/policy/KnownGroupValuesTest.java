package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** Values of a newer version are said; the rest of the group counts. */
class KnownGroupValuesTest {

  @Test
  void namesAnUnknownValueAndGoesOnWithTheRest() {
    World world =
        tutorial()
            .with(
                group("default")
                    .with(
                        "spec.allow",
                        rule("vips: [10.23.21.0/24], realServers: [], ownAddresses: Perhaps")),
                service("web"));
    Verdict group = world.translate().group("default").orElseThrow().verdict();
    assertThat(text(group)).startsWith("UnsupportedValue").contains("Perhaps");
    assertThat(world.service("web").accepted()).isTrue();
    assertThat(world.intent("lb01").directed().getFirst().ownAddressAllowed()).isFalse();
  }
}
