package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A VIP is no broadcast address of a director. */
class VipIsNoBroadcastTest {

  @Test
  void refusesTheBroadcastOfADirectorsSubnet() {
    World world =
        tutorial()
            .with(
                group("default").with("spec.allow", rule("vips: [10.23.0.0/16]")),
                service("web").with("spec.vip", "10.23.255.255"),
                report("lb01", "02:00:00:00:00:01", "10.23.21.184"));
    assertThat(text(world.service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip 10.23.255.255 is the broadcast address of 10.23.0.0/16 on director"
                + " lb01, which is never a VIP");
  }

  @Test
  void refusesTheAddressOfAllRouters() {
    World world =
        tutorial()
            .with(
                group("default").with("spec.allow", rule("vips: [\"fd00::/16\"]")),
                service("web").with("spec.vip", "'fd00::'"),
                report("lb01", "02:00:00:00:00:01", "'fd00::184'"));
    assertThat(text(world.service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip fd00:: is the subnet-router anycast address of fd00::/16 on"
                + " director lb01, which is never a VIP");
  }

  @Test
  void leavesTheSubnetsOfOtherNodesAlone() {
    World world =
        tutorial()
            .with(
                group("default").with("spec.allow", rule("vips: [10.23.0.0/16]")),
                service("web").with("spec.vip", "10.23.255.255"),
                report("rs01", "02:00:00:00:00:01", "10.23.190.76"));
    assertThat(text(world.service("web"))).isEqualTo("accepted");
  }
}
