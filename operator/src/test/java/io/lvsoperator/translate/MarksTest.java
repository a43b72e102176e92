package io.lvsoperator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.ServiceRef;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Marks are few, clear of others', and the same for the same names. */
class MarksTest {
  private static final ServiceRef WEB = new ServiceRef("shop", "web");
  private static final int MARK_OF_FTP = 0x1069;
  private static final int MARK_OF_MEDIA = 0x103a;

  @Test
  void thereAre255ClearOfEverybodyElses() {
    Marks marks = new Marks();
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 255; i++) {
      given.add(marks.take(Family.IPV4, WEB, "p" + i).orElseThrow());
    }
    assertThat(given).hasSize(255).allMatch(mark -> mark != 0 && (mark & ~0x107f) == 0);
    assertThat(marks.take(Family.IPV4, WEB, "one-more")).isEmpty();
  }

  @Test
  void theFamiliesHaveMarksOfTheirOwn() {
    Marks marks = new Marks();
    for (int i = 0; i < 255; i++) {
      marks.take(Family.IPV4, WEB, "p" + i);
    }
    assertThat(marks.take(Family.IPV6, WEB, "p0"))
        .isEqualTo(new Marks().take(Family.IPV6, WEB, "p0"));
  }

  /** Written down, because directors of two versions must agree. */
  @Test
  void followsFromTheNames() {
    assertThat(new Marks().take(Family.IPV4, WEB, "ftp")).contains(MARK_OF_FTP);
    assertThat(new Marks().take(Family.IPV4, WEB, "media")).contains(MARK_OF_MEDIA);
  }

  @Test
  void whoComesFirstHasItAndTheNextFreeOneIsTheOthers() {
    Marks marks = new Marks();
    Optional<Integer> first = marks.take(Family.IPV4, WEB, "ftp");
    Optional<Integer> second = marks.take(Family.IPV4, WEB, "ftp");
    assertThat(first).contains(MARK_OF_FTP);
    assertThat(second).isPresent().isNotEqualTo(first);
    marks.release(Family.IPV4, first.orElseThrow());
    assertThat(marks.take(Family.IPV4, WEB, "ftp")).isEqualTo(first);
  }

  @Test
  void givesBackEveryMark() {
    Marks marks = new Marks();
    for (int round = 0; round < 2; round++) {
      Set<Integer> given = new HashSet<>();
      for (int i = 0; i < 255; i++) {
        given.add(marks.take(Family.IPV4, WEB, "p" + i).orElseThrow());
      }
      given.forEach(mark -> marks.release(Family.IPV4, mark));
    }
    assertThat(marks.take(Family.IPV4, WEB, "ftp")).contains(MARK_OF_FTP);
  }
}
