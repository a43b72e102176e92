package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** An address is one RealServer's in the whole cluster. */
class AddressUnclaimedTest {

  private static final Thing OLD = realServer("old", "10.23.190.76").aged(1);

  @Test
  void theOldestHasItAcrossNamespaces() {
    World world =
        tutorial()
            .with(
                OLD,
                realServer("new", "10.23.190.76").aged(2),
                realServer("new", "10.23.190.76").in("bank").aged(3),
                service("web"));
    assertThat(world.realServer("old").accepted()).isTrue();
    assertThat(text(world.realServer("new")))
        .startsWith("DuplicateAddress: 10.23.190.76 is the address of RealServer shop/old");
    assertThat(text(world.realServer("bank", "new"))).startsWith("DuplicateAddress");
    assertThat(world.intent("lb01").directed().getFirst().backends())
        .extracting(b -> b.name().name())
        .containsExactly("old");
  }

  @Test
  void oneThatIsRefusedHasNothing() {
    World world =
        tutorial()
            .with(OLD.with("spec.state", "Napping"), realServer("new", "10.23.190.76").aged(2));
    assertThat(text(world.realServer("new"))).isEqualTo("accepted");
  }

  @Test
  void oneThatNoGroupAllowsForItsNamespaceHasNothing() {
    Thing group =
        group("default")
            .with(
                "spec.allow",
                "[{name: web, vips: [10.23.21.0/24], realServers: [10.23.0.0/16],"
                    + " namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]");
    World world = tutorial().with(group, OLD.in("evil"), realServer("new", "10.23.190.76").aged(2));
    assertThat(text(world.realServer("new"))).isEqualTo("accepted");
    assertThat(text(world.with(OLD).realServer("new"))).startsWith("DuplicateAddress");
  }

  @Test
  void oneWhoseNodeIsMissingKeepsItsAddress() {
    World world =
        tutorial()
            .with(OLD.with("spec.nodeName", "gone"), realServer("new", "10.23.190.76").aged(2));
    assertThat(text(world.realServer("old"))).startsWith("NodeNotFound");
    assertThat(text(world.realServer("new"))).startsWith("DuplicateAddress");
  }
}
