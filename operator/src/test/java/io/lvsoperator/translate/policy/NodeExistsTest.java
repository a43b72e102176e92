package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A real server that an agent sets up is a Node. */
class NodeExistsTest {

  @Test
  void refusesANodeNameThatIsNotThere() {
    World world = tutorial().with(realServer("a", "10.23.190.76").with("spec.nodeName", "rs09"));
    assertThat(text(world.realServer("a")))
        .isEqualTo(
            "NodeNotFound: there is no Node rs09: for a machine outside the cluster set management to"
                + " External");
  }

  @Test
  void refusesAnAddressThatNoNodeHas() {
    World world = tutorial().with(realServer("a", "10.23.7.7"));
    assertThat(text(world.realServer("a")))
        .startsWith("NodeNotFound: no Node has the address 10.23.7.7");
  }

  @Test
  void findsTheNodeByItsStatusOrItsReport() {
    World world =
        tutorial()
            .with(
                report("rs02", "02:00:00:00:00:03", "10.23.122.152", "10.23.7.7"),
                realServer("a", "10.23.190.76"),
                realServer("b", "10.23.7.7"));
    assertThat(world.translate().realServers())
        .extracting(v -> v.node().orElse("none"))
        .containsExactly("rs01", "rs02");
  }

  @Test
  void anExternalOneNeedsNone() {
    World world = tutorial().with(realServer("a", "10.23.7.7").with("spec.management", "External"));
    assertThat(text(world.realServer("a"))).isEqualTo("accepted");
  }
}
