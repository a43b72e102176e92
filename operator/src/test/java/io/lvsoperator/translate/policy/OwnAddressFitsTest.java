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

/** A VIP that is the director's own address stays of use to the director. */
class OwnAddressFitsTest {
  private static World world(String vip, String mode, String ports) {
    return tutorial()
        .with(
            group("default").with("spec.allow", rule("vips: [10.23.21.0/24], ownAddresses: Allow")),
            service("web").with("spec.vip", vip).with("spec.mode", mode).with("spec.ports", ports));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DR      | [{name: a, port: 80}]                                   | could not reach
          NAT     | [{name: a}]                                             | all of its ports
          FULLNAT | [{name: a, protocol: UDP}]                              | all of its ports
          NAT     | [{name: a, protocol: UDP, port: 40000, endPort: 40009}] | own questions
          """)
  void refuses(String mode, String ports, String why) {
    assertThat(text(world("10.23.21.184", mode, ports).service("web")))
        .startsWith("NotAllowed: spec.vip 10.23.21.184 is the director's own address: ")
        .contains(why);
    assertThat(text(world("10.23.21.180", mode, ports).service("web"))).isEqualTo("accepted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NAT     | [{name: a, port: 8000, targetPort: 80}]
          FULLNAT | [{name: a, port: 8000, endPort: 8009}]
          NAT     | [{name: a, port: 40000, endPort: 40009}]
          NAT     | [{name: a, protocol: UDP, port: 40000}]
          """)
  void takes(String mode, String ports) {
    assertThat(text(world("10.23.21.184", mode, ports).service("web"))).isEqualTo("accepted");
  }
}
