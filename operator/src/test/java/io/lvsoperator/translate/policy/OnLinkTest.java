package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** DR reaches real servers of the director's own subnets alone. */
class OnLinkTest {
  private static final Thing BEHIND_A_ROUTER =
      realServer("far", "10.24.0.9").with("spec.management", "External");

  private static World world(String mode) {
    return tutorial()
        .with(
            Thing.group("default")
                .with("spec.allow", Thing.rule("vips: [10.23.21.0/24], realServers: [10.0.0.0/8]")),
            service("web").with("spec.mode", mode),
            BEHIND_A_ROUTER,
            realServer("rs01", "10.23.190.76"),
            report("lb01", "02:00:00:00:00:01", "10.23.21.184"));
  }

  private static String far(World world) {
    return text(world.member("web", "far").verdict());
  }

  @Test
  void refusesOneBehindARouterAndItAlone() {
    assertThat(far(world("DR")))
        .isEqualTo(
            "NotOnLink: 10.24.0.9 is in no subnet of director lb01 (10.23.0.0/16): DR needs both in"
                + " one L2 segment, else packets go round between the director and its gateway;"
                + " use TUN or FULLNAT");
    assertThat(text(world("DR").member("web", "rs01").verdict())).isEqualTo("accepted");
    assertThat(text(world("DR").service("web"))).isEqualTo("accepted");
  }

  @Test
  void theOtherModesReachIt() {
    assertThat(far(world("NAT"))).isEqualTo("accepted");
    assertThat(far(world("FULLNAT"))).isEqualTo("accepted");
  }

  @Test
  void aSilentDirectorIsNoEvidence() {
    assertThat(far(world("DR").silent())).isEqualTo("accepted");
    assertThat(far(world("DR").with(report("lb01", "02:00:00:00:00:01")))).isEqualTo("accepted");
  }

  @Test
  void thePlanFromFilesDoesNotKnowSubnets() {
    var plan = Translator.translate(world("DR").silent().snapshot().assumed());
    assertThat(plan.service(new ServiceRef("shop", "web")).orElseThrow().members())
        .allMatch(member -> member.verdict().accepted());
  }
}
