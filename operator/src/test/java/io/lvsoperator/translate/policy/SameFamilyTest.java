package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A real server of another family is refused there, and nothing else. */
class SameFamilyTest {

  @Test
  void refusesThatServerOnly() {
    World world =
        tutorial()
            .with(
                service("web"),
                realServer("six", "fd00::9").with("spec.management", "External"),
                realServer("four", "10.23.190.76"));
    assertThat(text(world.member("web", "six").verdict()))
        .isEqualTo("AddressFamilyMismatch: fd00::9 is not of the family of the VIP 10.23.21.180");
    assertThat(world.member("web", "four").verdict().accepted()).isTrue();
    assertThat(world.intent("lb01").directed().getFirst().backends()).hasSize(1);
  }
}
