package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claim;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What leaves one node for another does so by evidence: a VIP to its next claimant, the VIPs of a
 * director that is put into maintenance, and a real server that its director, whose agent is dead,
 * still sends to.
 */
@LabTest(
    agents = {"lb01", "lb02", "rs01", "rs02"},
    length = LabTest.Length.LONG)
class HandoverIT {
  private static final String WEB = "10.23.21.171";
  private static final String CLAIMED = "10.23.21.172";
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  /** Much longer than the drain timeout of web. */
  private static final Duration WHILE = Duration.ofSeconds(25);

  @Test
  void whatLeavesGoesInTheRightOrder(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, HandoverIT.class)) {
      aVipGoesOverToItsNextClaimant(bed, scenario);
      theVipsOfADirectorInMaintenanceGoOver(bed, scenario);
      aRealServerStaysWhileADeadDirectorSendsToIt(bed, scenario);
    }
  }

  private static void aVipGoesOverToItsNextClaimant(Bed bed, Scenario scenario) {
    scenario.apply(
        """
        apiVersion: lvsoperator.io/v1alpha1
        kind: LvsService
        metadata: {name: heir, namespace: default}
        spec:
          vip: %s
          mode: DR
          drainTimeoutSeconds: 5
          ports: [{name: http, port: 80}]
          realServerSelector: {matchLabels: {app: web}}
          directorGroupName: two
        """
            .formatted(CLAIMED));
    scenario.reason("lvsservice", "heir", "Accepted", "VIPInUse");
    Running<Tally> bystander = ask(bed, WEB);
    Running<Claims> listening = bed.claims(CLAIMED);
    Scenario.sleep(Duration.ofSeconds(1));
    bed.kubectl().run("delete", "lvsservice", "first").orFail();
    scenario.eventually(() -> assertThat(bed.node("lb02").sh("ip addr")).contains(CLAIMED + "/32"));
    scenario.eventually(() -> answers(bed, CLAIMED));
    Running<Tally> heir = ask(bed, CLAIMED);
    scenario.ready();
    Claims claims = listening.stop();
    assertThat(claims.machines()).containsExactlyInAnyOrder("lb01", "lb02");
    Duration last =
        claims.all().stream()
            .filter(HandoverIT::isFirsts)
            .map(Claim::last)
            .max(Duration::compareTo)
            .orElseThrow();
    assertThat(claims.all().stream().filter(c -> !isFirsts(c)).map(Claim::first))
        .allMatch(first -> first.compareTo(last) > 0);
    unfailing(heir, "of the heir, from its first answer on");
    unfailing(bystander, "of another service");
  }

  private static boolean isFirsts(Claim claim) {
    return claim.machine().equals("lb01");
  }

  private static void theVipsOfADirectorInMaintenanceGoOver(Bed bed, Scenario scenario) {
    String holder = holder(bed);
    String other = holder.equals("lb01") ? "lb02" : "lb01";
    Running<Tally> load = ask(bed, WEB);
    label(bed, "node", holder, EXCLUDED + "=true");
    try {
      scenario.eventually(() -> assertThat(holder(bed)).isEqualTo(other));
      holds(scenario, other, holder);
    } finally {
      label(bed, "node", holder, EXCLUDED + "-");
    }
    scenario.eventually(() -> assertThat(holder(bed)).isEqualTo(holder));
    holds(scenario, holder, other);
    Tally tally = load.stop();
    assertThat(tally.failures()).isEmpty();
    scenario.ready();
  }

  private static void holds(Scenario scenario, String holder, String other) {
    scenario.eventually(
        () -> {
          assertThat(scenario.node(holder).sh("ip addr")).contains(WEB);
          assertThat(scenario.node(other).sh("ip addr")).doesNotContain(WEB);
        });
  }

  private static void aRealServerStaysWhileADeadDirectorSendsToIt(Bed bed, Scenario scenario) {
    String holder = holder(bed);
    Running<Tally> load = ask(bed, WEB);
    bed.agent(holder).kill();
    label(bed, "realserver", "rs02", "app-");
    Scenario.sleep(WHILE);
    assertThat(bed.node("rs02").sh("ip addr")).contains(WEB);
    Tally tally = load.stop();
    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers()).containsOnlyKeys("Hello From RS01", "Hello From RS02");
    bed.agent(holder).start();
    scenario.eventually(
        () -> assertThat(bed.node(holder).sh("ipvsadm -Sn")).doesNotContain("10.23.122.152"));
    scenario.eventually(() -> assertThat(bed.node("rs02").sh("ip addr")).doesNotContain(WEB));
    unfailing(ask(bed, WEB), "of the one that is left");
    label(bed, "realserver", "rs02", "app=web");
    scenario.ready();
  }

  private static String holder(Bed bed) {
    return bed.kubectl().field("directorgroup", "pair", ".status.holder");
  }

  private static void label(Bed bed, String kind, String name, String label) {
    bed.kubectl().run("label", "--overwrite", kind, name, label).orFail();
  }

  private static Running<Tally> ask(Bed bed, String vip) {
    return bed.node("client").keepAsking(Load.steady(vip + ":80"));
  }

  private static void answers(Bed bed, String vip) {
    Load one = Load.http(vip + ":80").within(Duration.ofSeconds(1));
    assertThat(bed.node("client").ask(one).failures()).isEmpty();
  }

  private static void unfailing(Running<Tally> load, String when) {
    Scenario.sleep(Duration.ofSeconds(2));
    Tally tally = load.stop();
    assertThat(tally.failures()).as(when).isEmpty();
    assertThat(tally.requests()).as(when).isGreaterThan(10);
  }
}
