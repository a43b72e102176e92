package io.lvsoperator.controller;

import static io.lvsoperator.translate.Thing.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.controller.Heartbeats.Word;
import io.lvsoperator.status.Transition;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of an agent that is heard of, or not. */
class LivenessTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-11-22T09:00:00Z");

  private static Map<String, LvsNodeStatus> reports(String conditions) {
    return World.tutorial().with(lb01().with("status.conditions", conditions)).snapshot().reports();
  }

  private static Thing lb01() {
    return report("lb01", "02:00:00:00:00:01", "10.23.21.184");
  }

  private static String alive(String status, String reason) {
    return "[{type: Ready, status: 'True', reason: Ready, lastTransitionTime: '%s'},"
            .formatted(BEFORE)
        + " {type: AgentAlive, status: '%s', reason: %s, lastTransitionTime: '%s'}]"
            .formatted(status, reason, BEFORE);
  }

  private static Publication publication(String published, Word word) {
    Map<String, LvsNodeStatus> before = reports(published);
    return Liveness.publications(
            before, new Liveness(Map.of("lb01", word), NOW).in(before), Map.of("lb01", "the uid"))
        .getFirst();
  }

  private static List<Condition> after(Publication publication) {
    return ((LvsNodeStatus) publication.after()).conditions();
  }

  @Test
  void onlyTheOneConditionIsPublished() {
    Publication silent = publication(alive("True", "Renewing"), Word.SILENT);
    assertThat(silent).hasToString("LvsNode lb01");
    assertThat(silent.uid()).isEqualTo("the uid");
    assertThat(after(silent))
        .extracting(Bench::text)
        .containsExactly("AgentAlive=Unknown AgentSilent");
    assertThat(after(silent).getFirst().lastTransitionTime()).isEqualTo(NOW);
    assertThat(silent.transitions()).extracting(Transition::reason).containsExactly("AgentSilent");
    assertThat(silent.after()).isEqualTo(LvsNodeStatus.empty().withConditions(after(silent)));
  }

  @Test
  void theReturnIsToldAndTheFirstSightIsNot() {
    Publication back = publication(alive("Unknown", "AgentSilent"), Word.ALIVE);
    assertThat(after(back)).extracting(Bench::text).containsExactly("AgentAlive=True Renewing");
    assertThat(back.transitions()).extracting(Transition::warning).containsExactly(false);
    assertThat(publication("[]", Word.ALIVE).transitions()).isEmpty();
  }

  @Test
  void whatStaysIsNoChange() {
    assertThat(publication(alive("Unknown", "AgentSilent"), Word.UNDECIDED).isChange()).isFalse();
    assertThat(publication(alive("True", "Renewing"), Word.UNDECIDED).isChange()).isFalse();
    assertThat(publication(alive("True", "Renewing"), Word.ALIVE).isChange()).isFalse();
  }

  @Test
  void aMissingLeaseIsNoSilence() {
    Publication none = publication("[]", Word.NO_LEASE);
    assertThat(after(none)).extracting(Bench::text).containsExactly("AgentAlive=Unknown NoLease");
    assertThat(((LvsNodeStatus) none.after()).agentIsSilent()).isFalse();
  }

  @Test
  void aNodeThatHasNotReportedHasNothingSaidOfItsAgent() {
    Map<String, LvsNodeStatus> before =
        World.tutorial()
            .with(
                Thing.of("LvsNode", "lb01")
                    .with(
                        "status.conditions",
                        alive("Unknown", "AgentSilent").replaceAll("\\{type: Ready[^}]*}, ", "")))
            .snapshot()
            .reports();
    Liveness liveness = new Liveness(Map.of("lb01", Word.SILENT), NOW);
    assertThat(liveness.in(before)).containsEntry("lb01", LvsNodeStatus.empty());
    assertThat(Liveness.publications(before, liveness.in(before), Map.of())).isEmpty();
  }
}
