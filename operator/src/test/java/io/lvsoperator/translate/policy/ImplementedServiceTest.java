package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** What the API knows and this version cannot do is said plainly. */
class ImplementedServiceTest {

  @Test
  void refusesTunnelsOfIpv6() {
    World world =
        tutorial().with(service("web").with("spec.vip", "fd00::1").with("spec.mode", "TUN"));
    assertThat(text(world.service("web")))
        .isEqualTo(
            "UnsupportedValue: this version does not support spec.mode TUN with an IPv6 VIP, fd00::1"
                + " yet: use NAT, FULLNAT or DR");
  }
}
