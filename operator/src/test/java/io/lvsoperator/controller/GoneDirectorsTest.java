package io.lvsoperator.controller;

import static io.lvsoperator.controller.GoneDirectors.Sighting.ABSENT;
import static io.lvsoperator.controller.GoneDirectors.Sighting.OUT_OF_SERVICE;
import static io.lvsoperator.controller.GoneDirectors.Sighting.THERE;
import static io.lvsoperator.controller.GoneDirectors.Sighting.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A director's machine is gone on the administrator's word, or when its Node stays absent. */
class GoneDirectorsTest {
  private final GoneDirectors gone = new GoneDirectors();

  private boolean seen(GoneDirectors.Sighting sighting, int second) {
    return seen("lb01", sighting, second, second);
  }

  private boolean seen(String director, GoneDirectors.Sighting sighting, int asked, int answered) {
    return gone.seen(director, sighting, Duration.ofSeconds(asked), Duration.ofSeconds(answered));
  }

  @Test
  void absentInTwoReads60SecondsApart() {
    assertThat(seen(ABSENT, 10)).isFalse();
    assertThat(seen(ABSENT, 40)).isFalse();
    assertThat(seen(ABSENT, 69)).isFalse();
    assertThat(seen(ABSENT, 70)).isTrue();
    assertThat(seen(ABSENT, 90)).isTrue();
  }

  @Test
  void whatCountsIsTheTimeBetweenTheReadsAndNotThatWhichTheyTake() {
    assertThat(seen("lb01", ABSENT, 0, 30)).isFalse();
    assertThat(seen("lb01", ABSENT, 65, 95)).isFalse();
    assertThat(seen("lb01", ABSENT, 90, 90)).isTrue();
  }

  @Test
  void aNodeThatIsSeenBetweenThemBeginsAnew() {
    assertThat(seen(ABSENT, 0)).isFalse();
    assertThat(seen(THERE, 30)).isFalse();
    assertThat(seen(ABSENT, 60)).isFalse();
    assertThat(seen(ABSENT, 119)).isFalse();
    assertThat(seen(ABSENT, 120)).isTrue();
  }

  @Test
  void noAnswerIsNoEvidenceForEither() {
    assertThat(seen(UNKNOWN, 0)).isFalse();
    assertThat(seen(UNKNOWN, 100)).isFalse();
    assertThat(seen(ABSENT, 100)).isFalse();
    assertThat(seen(UNKNOWN, 170)).isFalse();
    assertThat(seen(ABSENT, 171)).isTrue();
  }

  @Test
  void outOfServiceAtOnceAndBackAsSoonAsTheTaintIsGone() {
    assertThat(seen(OUT_OF_SERVICE, 0)).isTrue();
    assertThat(seen(THERE, 1)).isFalse();
    assertThat(seen(ABSENT, 2)).isFalse();
    assertThat(seen(OUT_OF_SERVICE, 61)).isTrue();
    assertThat(seen(ABSENT, 63)).as("there in between, though off").isFalse();
  }

  @Test
  void eachDirectorForItself() {
    assertThat(seen("lb01", ABSENT, 0, 0)).isFalse();
    assertThat(seen("lb02", ABSENT, 60, 60)).isFalse();
    assertThat(seen("lb01", ABSENT, 60, 60)).isTrue();
  }

  @Test
  void oneThatAsksForNothingIsForgotten() {
    assertThat(seen("lb01", ABSENT, 0, 0)).isFalse();
    gone.retain(Set.of("lb02"));
    assertThat(seen("lb01", ABSENT, 60, 60)).isFalse();
  }
}
