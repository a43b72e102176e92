package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.SourceAddress;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FULLNAT takes as a source what is a director's to take. */
class SourceAddressesUsableTest {
  private static World world(String addresses) {
    return tutorial()
        .with(
            group("default").with("spec.sourceAddresses", addresses),
            service("web").with("spec.mode", "FULLNAT"),
            service("zoo").with("spec.vip", "10.23.21.181"),
            node("worker", "10.23.9.9").with("spec.podCIDRs", "[10.244.1.0/24]"),
            report("lb01", "02:00:00:00:00:01", "10.23.21.184")
                .with("status.nextHops", "[10.23.0.1]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1     | a loopback address
          10.23.21.180  | the VIP of LvsService shop/web
          10.23.21.181  | the VIP of LvsService shop/zoo
          10.23.9.9     | an address of Node worker, which is no director of the group
          10.244.1.7    | in 10.244.1.0/24, the pod range of Node worker
          10.23.0.1     | a next hop in the routes of director lb01
          10.23.255.255 | the broadcast address of 10.23.0.0/16 on director lb01
          """)
  void leavesOutWhatIsSomebodyElsesAndSaysSo(String address, String what) {
    World world = world("[" + address + ", 10.23.21.190]");
    assertThat(text(world.translate().group("default").orElseThrow().verdict()))
        .isEqualTo(
            "NotAllowed: spec.sourceAddresses: %s is %s: it is left out".formatted(address, what));
    assertThat(world.intent("lb01").directed().getFirst().sourceAddresses())
        .extracting(source -> source.address().toString())
        .containsExactly("10.23.21.190");
  }

  @Test
  void theOrderIsTheGroups() {
    World world = world("[10.23.21.191, 10.23.21.190]");
    assertThat(text(world.translate().group("default").orElseThrow().verdict()))
        .isEqualTo("accepted");
    assertThat(world.intent("lb01").directed().getFirst().sourceAddresses())
        .extracting(SourceAddress::address)
        .extracting(Object::toString)
        .containsExactly("10.23.21.191", "10.23.21.190");
    assertThat(world.intent("lb01").directed().get(1).sourceAddresses())
        .as("a service in NAT may have been one in FULLNAT a moment ago")
        .hasSize(2);
  }

  @Test
  void aTextThatIsNoAddressIsInvalid() {
    World world = world("[ten, 10.23.21.190]");
    assertThat(text(world.translate().group("default").orElseThrow().verdict()))
        .isEqualTo("Invalid: spec.sourceAddresses: \"ten\" is not an IP address; it is left out");
  }

  @Test
  void aDirectorsOwnAddressIsTheAgentsToJudge() {
    World world = world("[10.23.21.185]").with(director("lb02", "10.23.21.185").aged(30));
    assertThat(text(world.translate().group("default").orElseThrow().verdict()))
        .isEqualTo("accepted");
  }
}
