package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node in several groups follows, option by option, the oldest that says something. */
class IpvsWishesTest {
  private static World world(Thing... groups) {
    return World.tutorial().with(groups);
  }

  private static IpvsOptions.Wish wish(int value, String group, IpvsOptions.Overruled... others) {
    return new IpvsOptions.Wish(value, group, List.of(others));
  }

  @Test
  void everyOptionArrives() {
    World world =
        world(
            group("default")
                .with(
                    "spec.ipvs",
                    "{tcpTimeoutSeconds: 7200, tcpFinTimeoutSeconds: 60, udpTimeoutSeconds: 30,"
                        + " connReuseMode: 0, expireNodestConn: false,"
                        + " expireQuiescentTemplate: true, runEstimation: false,"
                        + " sloppyTcp: true}"));
    IpvsOptions options = world.intent("lb01").ipvs();
    assertThat(options.wishes().keySet()).containsExactly(IpvsOption.values());
    assertThat(options.wishes().values())
        .extracting(IpvsOptions.Wish::value)
        .containsExactly(7200, 60, 30, 0, 0, 1, 0, 1);
    assertThat(options.wishes().values()).allMatch(wish -> wish.group().equals("default"));
  }

  @Test
  void silenceIsNoWishAndOtherNodesHaveNone() {
    World world =
        world(group("default").with("spec.ipvs", "{sloppyTcp: true}"), group("edge").aged(1));
    assertThat(world.intent("lb01").ipvs().wishes().keySet())
        .containsExactly(IpvsOption.SLOPPY_TCP);
    assertThat(world.intent("rs01").ipvs()).isEqualTo(IpvsOptions.NONE);
    assertThat(world(group("default")).intent("lb01").ipvs()).isEqualTo(IpvsOptions.NONE);
  }

  @Test
  void theOldestGroupThatSetsAnOptionHasIt() {
    World world =
        world(
            group("default")
                .aged(3)
                .with("spec.ipvs", "{tcpTimeoutSeconds: 100, connReuseMode: 0}"),
            group("edge").aged(1).with("spec.ipvs", "{tcpTimeoutSeconds: 300}"),
            group("core").aged(2).with("spec.ipvs", "{tcpTimeoutSeconds: 200, sloppyTcp: true}"),
            group("same").aged(4).with("spec.ipvs", "{tcpTimeoutSeconds: 300}"));
    assertThat(world.intent("lb01").ipvs().wishes())
        .containsOnly(
            Map.entry(
                IpvsOption.TCP_TIMEOUT,
                wish(
                    300,
                    "edge",
                    new IpvsOptions.Overruled("core", 200),
                    new IpvsOptions.Overruled("default", 100))),
            Map.entry(IpvsOption.CONN_REUSE_MODE, wish(0, "default")),
            Map.entry(IpvsOption.SLOPPY_TCP, wish(1, "core")));
  }

  @Test
  void aValueThatCannotBeIsLeftOutAndSaid() {
    World world =
        world(
            group("default")
                .with("spec.ipvs", "{tcpTimeoutSeconds: 0, connReuseMode: 7, sloppyTcp: true}"));
    assertThat(world.intent("lb01").ipvs().wishes().keySet())
        .containsExactly(IpvsOption.SLOPPY_TCP);
    assertThat(World.text(world.translate().group("default").orElseThrow().verdict()))
        .isEqualTo(
            "Invalid: spec.ipvs: timeout tcp 0, net.ipv4.vs.conn_reuse_mode 7: a timeout is 1 to"
                + " 2147483 s, an option 0 or 1; it is left out");
  }
}
