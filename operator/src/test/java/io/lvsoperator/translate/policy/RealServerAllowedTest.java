package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A real server is granted to a namespace by a rule of the group. */
class RealServerAllowedTest {

  @Test
  void namesTheGroupAndWhatItAllows() {
    World world =
        tutorial()
            .with(
                service("web"),
                realServer("far", "10.99.0.1").with("spec.management", "External"),
                realServer("near", "10.23.190.76"));
    assertThat(text(world.member("web", "far").verdict()))
        .isEqualTo(
            "NotAllowed: DirectorGroup default allows namespace shop the real servers 10.23.0.0/16"
                + " (rule web), not 10.99.0.1");
    assertThat(world.member("web", "near").verdict().accepted()).isTrue();
  }
}
