package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** An agent acts only for an address that its node has. */
class AddressLocalTest {

  private static final Thing SERVER = realServer("a", "10.23.7.7").with("spec.nodeName", "rs01");

  @Test
  void refusesAnAddressThatTheNodeDoesNotReport() {
    World world = tutorial().with(SERVER, report("rs01", "02:00:00:00:00:02", "10.23.190.76"));
    assertThat(text(world.realServer("a")))
        .isEqualTo("AddressNotLocal: Node rs01 reports no interface with 10.23.7.7");
    World there =
        tutorial().with(SERVER, report("rs01", "02:00:00:00:00:02", "10.23.190.76", "10.23.7.7"));
    assertThat(text(there.realServer("a"))).isEqualTo("accepted");
  }

  @Test
  void nobodyCanTellWhileTheNodeIsSilent() {
    assertThat(text(tutorial().with(SERVER).realServer("a"))).isEqualTo("accepted");
  }
}
