package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only files can hold, because the schema refuses it. */
class WellFormedServiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec.vip                 | ten.23.21.180                            | not an IP address
          spec.vip                 | ''                                       | not an IP address
          spec.ports               | []                                       | at least one port
          spec.ports               | [{name: a, port: 0}]                     | 1 to 65535
          spec.ports               | [{name: a, port: 1, targetPort: 65536}]  | 1 to 65535
          spec.ports               | [{name: a, port: 1}, {name: b, port: 1}] | port twice
          spec.realServerSelector  | {}                                       | select every RealServer
          spec.persistence         | {timeoutSeconds: 0}                      | 1 s or more
          spec.persistence         | {timeoutSeconds: 5, prefixLength: 33}    | 1 to 32
          spec.drainTimeoutSeconds | -1                                       | negative
          """)
  void refuses(String field, String value, String why) {
    World world = tutorial().with(service("bad").with(field, value), service("web"));
    assertThat(text(world.service("bad"))).startsWith("Invalid: spec.").contains(why);
    assertThat(world.service("web").accepted()).isTrue();
  }

  @Test
  void oneProtocolDoesNotStandInTheOthersWay() {
    World world =
        tutorial()
            .with(
                service("dns")
                    .with(
                        "spec.ports", "[{name: a, port: 53}, {name: b, protocol: UDP, port: 53}]"));
    assertThat(text(world.service("dns"))).isEqualTo("accepted");
  }
}
