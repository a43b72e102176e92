package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.ServiceRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two services that want GRE of one real server, with checksums and without. */
class GreChecksumsTest {
  private static Thing tun(String name, String vip, String tunnel) {
    return service(name)
        .with("spec.vip", vip)
        .with("spec.mode", "TUN")
        .with("spec.tunnel", tunnel)
        .aged(name.equals("older") ? 1 : 2);
  }

  private static World world(String older, String younger) {
    return World.tutorial()
        .with(
            realServer("rs01", "10.23.190.76"),
            tun("older", "10.23.21.180", older),
            tun("younger", "10.23.21.181", younger));
  }

  private static List<String> warnings(World world, String service) {
    return world
        .translate()
        .service(new ServiceRef("shop", service))
        .orElseThrow()
        .verdict()
        .warnings();
  }

  @Test
  void theYoungerIsWarnedAndBothAreAccepted() {
    World world = world("{type: GRE}", "{type: GRE, checksum: Full}");
    assertThat(warnings(world, "older")).isEmpty();
    assertThat(warnings(world, "younger"))
        .containsExactly(
            "a kernel takes GRE packets at one address either with checksums or without, and an"
                + " older service has another spec.tunnel.checksum on RealServers rs01 (LvsService"
                + " shop/older): give both the same, or this one RealServers with other addresses");
    assertThat(world.translate().services()).allMatch(s -> s.verdict().accepted());
  }

  @Test
  void theSameChecksumAnotherTypeAndAnotherRealServerAreNoTrouble() {
    assertThat(warnings(world("{type: GRE}", "{type: GRE}"), "younger")).isEmpty();
    assertThat(warnings(world("{type: GUE}", "{type: GRE, checksum: Full}"), "younger")).isEmpty();
    World apart =
        world("{type: GRE}", "{type: GRE, checksum: Full}")
            .with(
                realServer("rs02", "10.23.122.152").with("metadata.labels", "{app: other}"),
                tun("younger", "10.23.21.181", "{type: GRE, checksum: Full}")
                    .with("spec.realServerSelector", "{matchLabels: {app: other}}"));
    assertThat(warnings(apart, "younger")).isEmpty();
  }
}
