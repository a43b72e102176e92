package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only files can hold, because the schema refuses it. */
class WellFormedRealServerTest {

  @ParameterizedTest
  @CsvSource({
    "spec.address, 10.23.190, not an IP address",
    "spec.weight, 65536, 0 to 65535",
    "spec.weight, -1, 0 to 65535",
    "spec.upperThreshold, -1, 0 or more",
    "spec.lowerThreshold, -1, 0 or more",
    "spec.lowerThreshold, 5, needs an upperThreshold"
  })
  void refuses(String field, String value, String why) {
    World world =
        tutorial()
            .with(
                realServer("bad", "10.23.122.152").with(field, value),
                realServer("good", "10.23.190.76"));
    assertThat(text(world.realServer("bad"))).startsWith("Invalid: ").contains(why);
    assertThat(world.realServer("good").accepted()).isTrue();
  }
}
