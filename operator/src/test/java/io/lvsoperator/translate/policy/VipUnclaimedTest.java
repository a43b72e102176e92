package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A VIP has one namespace, one group and one mode. */
class VipUnclaimedTest {

  private static final Thing OLD = service("old").aged(1);

  @Test
  void theOldestHasItWhateverThePort() {
    World world =
        tutorial()
            .with(
                OLD,
                service("web").in("bank").aged(2).with("spec.ports", "[{name: a, port: 443}]"));
    assertThat(world.service("old").accepted()).isTrue();
    assertThat(text(world.service("bank", "web")))
        .startsWith(
            "VIPInUse: 10.23.21.180 belongs to LvsService shop/old (group default, mode NAT)");
  }

  @Test
  void anotherGroupIsAnotherOwner() {
    World world =
        tutorial()
            .with(
                OLD,
                group("edge"),
                service("web")
                    .aged(2)
                    .with("spec.ports", "[{name: a, port: 443}]")
                    .with("spec.directorGroupName", "edge"));
    assertThat(text(world.service("web"))).startsWith("VIPInUse");
  }

  @Test
  void oneOfTheSameAgeWinsByNamespaceAndName() {
    World world = tutorial().with(service("b").in("z").aged(1), service("c").in("a").aged(1));
    assertThat(world.service("a", "c").accepted()).isTrue();
    assertThat(text(world.service("z", "b"))).startsWith("VIPInUse");
  }

  @Test
  void aRefusedServiceHasNothing() {
    World world =
        tutorial().with(OLD.with("spec.vip", "fd00::1"), service("web").in("bank").aged(2));
    assertThat(world.service("old").accepted()).isFalse();
    assertThat(text(world.service("bank", "web"))).isEqualTo("accepted");
  }

  @Test
  void servicesOfOneOwnerShareAVip() {
    World world =
        tutorial().with(OLD, service("web").aged(2).with("spec.ports", "[{name: a, port: 443}]"));
    assertThat(text(world.service("web"))).isEqualTo("accepted");
  }
}
