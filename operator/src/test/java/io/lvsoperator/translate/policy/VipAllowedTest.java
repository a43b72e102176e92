package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.of;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A VIP is granted to a namespace by a rule of the group. */
class VipAllowedTest {

  private static World rules(String allow) {
    return tutorial()
        .with(
            group("default").with("spec.allow", allow),
            service("web"),
            of("Namespace", "shop").with("metadata.labels", "{team: web}"));
  }

  @Test
  void namesTheGroupAndWhatItAllows() {
    assertThat(text(rules(rule("vips: [10.9.0.0/16, 10.8.0.1-10.8.0.9]")).service("web")))
        .isEqualTo(
            "NotAllowed: DirectorGroup default allows namespace shop the VIPs 10.9.0.0/16 (rule web),"
                + " 10.8.0.1-10.8.0.9 (rule web), not 10.23.21.180");
  }

  @Test
  void saysWhenThereIsNoRuleForTheNamespace() {
    String none = "NotAllowed: DirectorGroup default has no allow rule for namespace shop";
    assertThat(text(rules("[]").service("web"))).isEqualTo(none);
    assertThat(text(rules(labelled("{matchLabels: {team: db}}")).service("web"))).isEqualTo(none);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{matchLabels: {team: web}}",
        "{matchLabels: {kubernetes.io/metadata.name: shop}}",
        "{matchExpressions: [{key: team, operator: In, values: [web, db]}]}",
        "{matchExpressions: [{key: evil, operator: DoesNotExist}]}",
        "{}"
      })
  void grantsByLabelsOfTheNamespace(String selector) {
    assertThat(text(rules(labelled(selector)).service("web"))).isEqualTo("accepted");
  }

  @Test
  void aRangeHasBothItsEnds() {
    assertThat(text(rules(rule("vips: [10.23.21.180-10.23.21.181]")).service("web")))
        .isEqualTo("accepted");
    assertThat(text(rules(rule("vips: [10.23.21.170-10.23.21.180]")).service("web")))
        .isEqualTo("accepted");
    assertThat(text(rules(rule("vips: [10.23.21.181-10.23.21.190]")).service("web")))
        .startsWith("NotAllowed");
  }

  @Test
  void countsWhatWouldMakeTheMessageTooLong() {
    String vips = String.join(", ", java.util.Collections.nCopies(11, "10.9.0.0/16"));
    assertThat(text(rules(rule("vips: [" + vips + "]")).service("web")))
        .contains("(rule web) and 3 more, not");
  }

  private static String labelled(String selector) {
    return "[{name: web, vips: [10.23.21.0/24], namespaceSelector: " + selector + "}]";
  }
}
