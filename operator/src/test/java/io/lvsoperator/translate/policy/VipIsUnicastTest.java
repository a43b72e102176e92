package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A VIP is an address that a host can have, whatever a group allows. */
class VipIsUnicastTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, the unspecified address",
    "127.0.0.1, a loopback address",
    "127.9.9.9, a loopback address",
    "169.254.1.1, a link-local address",
    "224.0.0.1, a multicast address",
    "239.255.255.255, a multicast address",
    "255.255.255.255, the limited broadcast address",
    "::, the unspecified address",
    "::1, a loopback address",
    "fe80::1, a link-local address",
    "ff02::1, a multicast address"
  })
  void refuses(String vip, String kind) {
    World world =
        tutorial()
            .with(
                group("default")
                    .with("spec.allow", rule("vips: [0.0.0.0/0, \"::/0\"], ownAddresses: Allow")),
                service("web").with("spec.vip", "'" + vip + "'"));
    assertThat(text(world.service("web")))
        .isEqualTo("NotAllowed: spec.vip " + vip + " is " + kind + ", which is never a VIP");
  }
}
