package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A service names a group that is there. */
class GroupExistsTest {

  @Test
  void refusesAGroupThatIsNotThere() {
    World world = tutorial().with(service("web").with("spec.directorGroupName", "edge"));
    assertThat(text(world.service("web")))
        .startsWith("DirectorGroupNotFound: there is no DirectorGroup edge");
    assertThat(text(world.with(group("edge")).service("web"))).isEqualTo("accepted");
  }
}
