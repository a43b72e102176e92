package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.of;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A VIP is no address of another node. */
class VipIsNoOthersAddressTest {

  private static final String ACCEPTED =
      "[{type: Accepted, status: 'True', reason: Accepted, observedGeneration: 1}]";

  @Test
  void refusesTheAddressOfANode() {
    World world =
        tutorial().with(node("db01", "10.23.21.9"), service("web").with("spec.vip", "10.23.21.9"));
    assertThat(text(world.service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip 10.23.21.9 is an address of Node db01, which is never a VIP");
  }

  @Test
  void refusesAnAddressThatOnlyTheReportKnows() {
    World world =
        tutorial()
            .with(
                report("rs01", "02:00:00:00:00:01", "10.23.21.9"),
                service("web").with("spec.vip", "10.23.21.9"));
    assertThat(text(world.service("web"))).contains("Node rs01");
  }

  @Test
  void refusesTheAddressOfADirectorThatDoesNotHoldTheVips() {
    World world =
        tutorial()
            .with(
                director("lb02", "10.23.21.185"), service("web").with("spec.vip", "10.23.21.185"));
    assertThat(text(world.service("web"))).contains("an address of Node lb02");
  }

  @Test
  void onlyWarnsOfAServiceThatIsAccepted() {
    Thing accepted =
        service("web")
            .with("spec.vip", "10.23.21.9")
            .with("metadata.generation", "2")
            .with("status.vip", "10.23.21.9")
            .with("status.conditions", ACCEPTED);
    World world = tutorial().with(node("db01", "10.23.21.9"), accepted);
    assertThat(world.service("web").accepted()).isTrue();
    assertThat(world.service("web").warnings())
        .containsExactly(
            "spec.vip 10.23.21.9 is an address of Node db01: one of the two should go");
  }

  @Test
  void refusesAnAcceptedServiceThatMovesOntoANode() {
    Thing moving =
        service("web")
            .with("spec.vip", "10.23.21.9")
            .with("status.vip", "10.23.21.8")
            .with("status.conditions", ACCEPTED);
    assertThat(text(tutorial().with(node("db01", "10.23.21.9"), moving).service("web")))
        .startsWith("NotAllowed: ");
  }

  @Test
  void whatAnAgentPlacedIsNoAddressOfANode() {
    World world =
        tutorial()
            .with(
                node("old01", "10.23.21.180"),
                of("LvsNode", "old01")
                    .with("status.vips", "[{address: 10.23.21.180, use: Placed}]"),
                service("web"));
    assertThat(text(world.service("web"))).isEqualTo("accepted");
  }
}
