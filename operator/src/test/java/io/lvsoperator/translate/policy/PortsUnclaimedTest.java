package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.translate.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Within one owner the older service has a port. */
class PortsUnclaimedTest {

  @Test
  void theYoungerOfTwoIsInConflict() {
    World world =
        tutorial()
            .with(
                service("old").aged(1),
                service("young")
                    .aged(2)
                    .with("spec.ports", "[{name: a, port: 81}, {name: b, port: 80}]"));
    assertThat(world.service("old").accepted()).isTrue();
    assertThat(text(world.service("young")))
        .isEqualTo(
            "Conflict: port 80/TCP of 10.23.21.180 belongs to LvsService shop/old, which had it first");
  }

  @Test
  void aServiceInConflictHasNoneOfItsPorts() {
    World world =
        tutorial()
            .with(
                service("a").aged(1),
                service("b")
                    .aged(2)
                    .with("spec.ports", "[{name: a, port: 81}, {name: b, port: 80}]"),
                service("c").aged(3).with("spec.ports", "[{name: a, port: 81}]"));
    assertThat(text(world.service("c"))).isEqualTo("accepted");
  }

  @Test
  void aRangeOfTheYoungerThatTouchesIsInConflict() {
    World world =
        tutorial()
            .with(
                service("old").aged(1),
                service("young").aged(2).with("spec.ports", "[{name: a, port: 70, endPort: 89}]"),
                service("all").aged(3).with("spec.ports", "[{name: a}]"),
                service("other").aged(4).with("spec.ports", "[{name: a, protocol: UDP}]"));
    assertThat(text(world.service("young")))
        .isEqualTo(
            "Conflict: port 70-89/TCP of 10.23.21.180 belongs to LvsService shop/old (80/TCP),"
                + " which had it first");
    assertThat(text(world.service("all"))).startsWith("Conflict: port all/TCP");
    assertThat(text(world.service("other"))).isEqualTo("accepted");
  }

  @ParameterizedTest
  @CsvSource({
    ", ,       443, ,    true",
    "443, ,    , ,       true",
    "80, 90,   90, ,     true",
    "80, 90,   70, 80,   true",
    "80, 90,   82, 83,   true",
    "82, 83,   80, 90,   true",
    "80, 90,   91, ,     false",
    "80, 90,   70, 79,   false",
    "80, ,     81, ,     false"
  })
  void rangesThatTouchAreInConflict(
      Integer port, Integer endPort, Integer otherPort, Integer otherEndPort, boolean touch) {
    ServicePort old = port(port, endPort);
    ServicePort young = port(otherPort, otherEndPort);
    assertThat(old.overlaps(young)).isEqualTo(touch);
    assertThat(young.overlaps(old)).isEqualTo(touch);
  }

  private static ServicePort port(Integer port, Integer endPort) {
    return new ServicePort(
        "a",
        Lenient.of(PortProtocol.TCP),
        Optional.ofNullable(port),
        Optional.ofNullable(endPort),
        Optional.empty());
  }

  @Test
  void tcpAndUdpAreTwo() {
    World world =
        tutorial()
            .with(
                service("old").aged(1),
                service("young")
                    .aged(2)
                    .with("spec.ports", "[{name: a, protocol: UDP, port: 80}]"));
    assertThat(text(world.service("young"))).isEqualTo("accepted");
  }
}
