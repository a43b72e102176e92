package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries of a service's ports have a firewall mark. */
class MarkedServicesTest {
  private static final String RANGES =
      "[{name: http, port: 80, targetPort: 81}, {name: ftp, port: 20, endPort: 21},"
          + " {name: media, protocol: UDP}]";

  private static List<PortMapping> ports(World world) {
    return world.intent("lb01").directed().getFirst().ports();
  }

  private static World web(String... fields) {
    Thing web = service("web");
    for (int i = 0; i < fields.length; i += 2) {
      web = web.with(fields[i], fields[i + 1]);
    }
    return World.tutorial().with(web, realServer("rs01", "10.23.190.76"));
  }

  @Test
  void aRangeAndAWholeAddressHaveAMarkAndOnePortHasNone() {
    List<PortMapping> ports = ports(web("spec.ports", RANGES));
    assertThat(ports.get(0)).isEqualTo(new PortMapping(Protocol.TCP, 80, 81));
    assertThat(ports.get(1))
        .extracting(PortMapping::ports, PortMapping::targetPort)
        .containsExactly(new PortRange(20, 21), 20);
    assertThat(ports.get(2))
        .extracting(PortMapping::protocol, PortMapping::ports)
        .containsExactly(Protocol.UDP, new PortRange(1, 65535));
    assertThat(ports.subList(1, 3)).allMatch(port -> port.mark().isPresent());
    assertThat(ports.get(1).mark()).isNotEqualTo(ports.get(2).mark());
  }

  @Test
  void aRealServersPartHasTheSamePortsAndNoMarkOfADirectors() {
    World world = web("spec.ports", RANGES);
    HostedPart part = world.intent("rs01").hosted().getFirst();
    assertThat(part.ports())
        .isEqualTo(ports(world).stream().map(PortMapping::withoutMark).toList());
  }

  @ParameterizedTest
  @CsvSource({"NAT, false", "FULLNAT, false", "DR, true"})
  void aDirectorThatServesItselfNeedsAMarkForEveryEntryInDr(String mode, boolean marked) {
    World world = web("spec.mode", mode).with(realServer("lb01", "10.23.21.184"));
    assertThat(ports(world)).allMatch(port -> port.mark().isPresent() == marked);
  }

  @Test
  void anotherDirectorOfTheGroupCountsTooAndOneOfAnotherGroupDoesNot() {
    World world =
        web("spec.mode", "DR")
            .with(
                realServer("lb02", "10.23.21.185"),
                director("lb01", "10.23.21.184").aged(1),
                director("lb02", "10.23.21.185").aged(30));
    assertThat(ports(world)).allMatch(port -> port.mark().isPresent());
    World other = world.with(Thing.node("lb02", "10.23.21.185"));
    assertThat(ports(other)).allMatch(port -> port.mark().isEmpty());
  }

  @Test
  void oneThatItsOwnerSetsUpOnADirectorCountsByItsAddress() {
    World world =
        web("spec.mode", "DR")
            .with(realServer("x", "10.23.21.184").with("spec.management", "External"));
    assertThat(ports(world)).allMatch(port -> port.mark().isPresent());
  }

  @Test
  void aRealServerThatIsRefusedDoesNotCount() {
    World world =
        web("spec.mode", "DR")
            .with(realServer("lb01", "10.23.21.184").with("spec.nodeName", "nowhere"));
    assertThat(ports(world)).allMatch(port -> port.mark().isEmpty());
  }

  @Test
  void aYoungerServiceNeverTakesAnOldersMark() {
    World world = web("spec.ports", RANGES, "metadata.creationTimestamp", "'2026-11-22T10:01:00Z'");
    List<PortMapping> before = ports(world);
    assertThat(ports(fillUp(world))).isEqualTo(before);
  }

  @Test
  void withoutAMarkARangeIsRefusedAndTakesNothing() {
    World full = fillUp(World.tutorial());
    World world =
        full.with(
            service("web")
                .aged(50)
                .with("spec.vip", "10.23.21.99")
                .with("spec.ports", "[{name: ftp, port: 20, endPort: 21}]"),
            service("plain").aged(51).with("spec.vip", "10.23.21.99"));
    assertThat(text(world.service("web")))
        .isEqualTo(
            "NoMarkLeft: no firewall mark is left for 20-21/TCP: the cluster has 255 for each"
                + " family, and older services have taken them");
    assertThat(text(world.service("plain"))).isEqualTo("accepted");
  }

  @Test
  void withoutAMarkADirectorThatServesItselfIsAWarning() {
    World world =
        fillUp(World.tutorial())
            .with(
                service("direct")
                    .aged(50)
                    .with("spec.vip", "10.23.21.99")
                    .with("spec.mode", "DR")
                    .with("spec.realServerSelector", "{matchLabels: {app: direct}}"),
                realServer("lb01", "10.23.21.184").with("metadata.labels", "{app: direct}"));
    assertThat(world.service("direct").warnings())
        .containsExactly(
            "no firewall mark is left for 80/TCP: the cluster has 255 for each family, and older"
                + " services have taken them");
    assertThat(world.translate().service(new ServiceRef("shop", "direct")).orElseThrow().marks())
        .isEmpty();
  }

  /** Older services of one namespace, or younger ones than the first minute, with 256 ranges. */
  private static World fillUp(World world) {
    World full = world;
    for (int service = 0; service < 4; service++) {
      StringBuilder ports = new StringBuilder();
      for (int i = 0; i < (service < 3 ? 64 : 63); i++) {
        ports.append("{name: r%d, port: %d, endPort: %d}, ".formatted(i, 10 * i + 1, 10 * i + 9));
      }
      full =
          full.with(
              service("full" + service)
                  .aged(10 + service)
                  .with("spec.vip", "10.23.21.20" + service)
                  .with("spec.realServerSelector", "{matchLabels: {app: none}}")
                  .with("spec.ports", "[" + ports + "]"));
    }
    return full;
  }

  @Test
  void onePacketSchedulingArrives() {
    World world =
        web(
            "spec.mode",
            "DR",
            "spec.onePacket",
            "true",
            "spec.ports",
            "[{name: a, protocol: UDP, port: 514}]");
    assertThat(world.intent("lb01").directed().getFirst().onePacket()).isTrue();
    assertThat(web().intent("lb01").directed().getFirst().onePacket()).isFalse();
    assertThat(web().intent("lb01").directed().getFirst().tunnel()).isEqualTo(Optional.empty());
  }
}
