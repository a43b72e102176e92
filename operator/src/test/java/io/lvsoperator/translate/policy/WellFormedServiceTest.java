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
          spec.ports               | [{name: a, port: 1}, {name: a, port: 2}] | name "a" twice
          spec.ports               | [{name: a, port: 1, endPort: 1}]         | a port that is below it
          spec.ports               | [{name: a, endPort: 9}]                  | a port that is below it
          spec.ports               | [{name: a, port: 9, endPort: 65536}]     | 1 to 65535
          spec.ports               | [{name: a, targetPort: 9}]               | cannot translate
          spec.ports               | [{name: a, port: 8, endPort: 9, targetPort: 9}] | cannot translate
          spec.ports               | [{name: a, port: 1, endPort: 9}, {name: b, port: 9}] | port twice
          spec.ports               | [{name: a}, {name: b, port: 9}]          | port twice
          spec.onePacket           | true                                     | UDP ports only
          spec.tunnel              | {type: GUE}                              | TUN only
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DR      | spec.ports     | [{name: a, port: 80, targetPort: 81}]   | cannot translate
          TUN     | spec.ports     | [{name: a, port: 80, targetPort: 81}]   | cannot translate
          TUN     | spec.ports     | [{name: a, port: 80, protocol: SCTP}]   | NAT and DR only
          FULLNAT | spec.ports     | [{name: a, port: 80, protocol: SCTP}]   | NAT and DR only
          DR      | spec.tunnel    | {type: IPIP}                            | TUN only
          TUN     | spec.tunnel    | {type: GRE, port: 6080}                 | GUE only
          TUN     | spec.tunnel    | {checksum: Full}                        | IPIP has None
          TUN     | spec.tunnel    | {type: GRE, checksum: Remote}           | GRE None or Full
          TUN     | spec.onePacket | true                                    | UDP ports only
          """)
  void refusesInThisMode(String mode, String field, String value, String why) {
    World world =
        tutorial().with(service("bad").with("spec.mode", mode).with(field, value), service("web"));
    assertThat(text(world.service("bad"))).startsWith("Invalid: spec.").contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NAT | spec.ports     | [{name: a, port: 80, protocol: SCTP}]
          NAT | spec.ports     | [{name: a, port: 80, targetPort: 81}]
          """)
  void takesInThisMode(String mode, String field, String value) {
    World world = tutorial().with(service("web").with("spec.mode", mode).with(field, value));
    assertThat(text(world.service("web"))).isEqualTo("accepted");
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
