package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server has an address that a host can have. */
class RealServerIsUnicastTest {

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255"})
  void refuses(String address) {
    World world = tutorial().with(realServer("bad", address).with("spec.management", "External"));
    assertThat(text(world.realServer("bad")))
        .startsWith("NotAllowed: spec.address " + address + " is ");
  }
}
