package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import org.junit.jupiter.api.Test;

/** A director's own address as VIP needs a word of its own. */
class OwnAddressAllowedTest {

  private static final Thing WEB = service("web").with("spec.vip", "10.23.21.184");

  @Test
  void refusesItUnlessARuleSaysSo() {
    assertThat(text(tutorial().with(WEB).service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip 10.23.21.184 is director lb01's own address, and no rule of"
                + " DirectorGroup default allows namespace shop one (ownAddresses: Allow)");
    Thing group =
        group("default").with("spec.allow", rule("vips: [10.23.21.0/24], ownAddresses: Allow"));
    assertThat(text(tutorial().with(WEB, group).service("web"))).isEqualTo("accepted");
  }

  @Test
  void theRuleMustBeTheOneThatGrantsTheVip() {
    Thing group =
        group("default")
            .with(
                "spec.allow",
                "[{name: a, namespaceSelector: {}, vips: [10.23.21.0/24]},"
                    + " {name: b, namespaceSelector: {}, vips: [10.9.0.0/16], ownAddresses: Allow}]");
    assertThat(text(tutorial().with(WEB, group).service("web"))).startsWith("NotAllowed");
  }

  @Test
  void theReportDecidesBecauseAKubeletMayListAVipOfOurs() {
    Thing before = director("lb01", "10.23.21.180");
    Thing report = report("lb01", "02:00:00:00:00:01", "10.23.21.184");
    assertThat(text(tutorial().with(before, service("web")).service("web")))
        .contains("own address");
    assertThat(text(tutorial().with(before, report, service("web")).service("web")))
        .isEqualTo("accepted");
    assertThat(text(tutorial().with(report, WEB).service("web"))).contains("own address");
  }
}
