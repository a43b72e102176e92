package io.lvsoperator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.watch.Testimony.Definition;
import io.lvsoperator.watch.Testimony.Listing;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Absence is not deletion. */
class KnowledgeTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final HasMetadata WEB = service("web", "uid-web");
  private static final HasMetadata API = service("api", "uid-api");
  private static final HasMetadata NODE =
      Thing.node("lb01", "10.23.21.184").with("metadata.uid", "uid-node").object();

  private Knowledge known = Knowledge.of(List.of(WEB, API, NODE));
  private Testimony testimony = Testimony.NONE;

  private static HasMetadata service(String name, String uid) {
    return Thing.service(name).with("metadata.uid", uid).object();
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  /** Looks, so many seconds after the start; {@return the names of what counts} */
  private List<String> look(int second, HasMetadata... seen) {
    known = known.after(List.of(seen), testimony, o -> false, at(second));
    return known.objects().stream().map(o -> o.getMetadata().getName()).sorted().toList();
  }

  private void deleted(String uid) {
    testimony =
        new Testimony(
            Stream.concat(testimony.deleted().stream(), Stream.of(uid))
                .collect(java.util.stream.Collectors.toSet()),
            testimony.definitions(),
            testimony.listings());
  }

  private void defined(boolean established, int asked) {
    testimony =
        new Testimony(
            testimony.deleted(),
            Map.of("LvsService", new Definition(established, at(asked))),
            testimony.listings());
  }

  private void listed(String kind, int begun, String... uids) {
    Map<String, Listing> listings = new HashMap<>(testimony.listings());
    listings.put(kind, new Listing(Set.of(uids), at(begun)));
    testimony = new Testimony(testimony.deleted(), testimony.definitions(), listings);
  }

  private Knowledge.Why why(String name) {
    return known.missing().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .map(e -> e.getValue().why())
        .findFirst()
        .orElse(null);
  }

  @Test
  void whatIsSeenCounts() {
    assertThat(look(0, WEB, API, NODE)).containsExactly("api", "lb01", "web");
    assertThat(known.missing()).isEmpty();
    assertThat(known.text(at(100))).isEmpty();
  }

  @Test
  void aDeletionCountsOnceTheDefinitionIsKnownToStand() {
    deleted("uid-web");
    assertThat(look(1, API, NODE)).contains("web");
    assertThat(known.undefined()).containsExactly("LvsService");
    defined(true, 0); // an answer from before it was missed is none
    assertThat(look(2, API, NODE)).contains("web");
    defined(true, 1);
    assertThat(look(3, API, NODE)).containsExactly("api", "lb01");
    assertThat(known.undefined()).isEmpty();
  }

  @Test
  void aNodeHasNoDefinitionOfOurs() {
    deleted("uid-node");
    assertThat(look(1, WEB, API)).containsExactly("api", "web");
  }

  @Test
  void mereAbsenceCountsWhenAListConfirmsItAfterAMinute() {
    defined(true, 1);
    assertThat(look(1, API, NODE)).contains("web");
    assertThat(why("web")).isEqualTo(Knowledge.Why.UNCONFIRMED);
    assertThat(known.unconfirmed(at(60))).isEmpty();
    listed("LvsService", 60, "uid-api"); // too early
    assertThat(look(61, API, NODE)).contains("web");
    assertThat(known.unconfirmed(at(61))).containsExactly("LvsService");
    listed("LvsService", 61, "uid-api", "uid-web"); // it is there after all
    assertThat(look(62, API, NODE)).contains("web");
    listed("Node", 70);
    assertThat(look(70, API, NODE)).as("another kind's list").contains("web");
    listed("LvsService", 71, "uid-api");
    assertThat(look(72, API, NODE)).containsExactly("api", "lb01");
  }

  @Test
  void whatComesBackIsAsIfNothingHadBeen() {
    defined(true, 1);
    look(1, API, NODE);
    assertThat(look(50, WEB, API, NODE)).contains("web");
    assertThat(known.missing()).isEmpty();
    listed("LvsService", 70, "uid-api");
    assertThat(look(71, API, NODE)).as("missed anew").contains("web");
  }

  @Test
  void aNamesakeIsProofThatItIsGone() {
    HasMetadata another = service("web", "uid-other");
    assertThat(look(1, another, API, NODE)).containsExactly("api", "lb01", "web");
    assertThat(known.objects()).contains(another).doesNotContain(WEB);
  }

  @Test
  void allObjectsOfACrdThatIsBeingDeletedStay() {
    look(0, WEB, API, NODE);
    deleted("uid-web");
    deleted("uid-api");
    assertThat(look(1, NODE)).contains("web", "api");
    defined(false, 1);
    assertThat(look(2, NODE)).contains("web", "api");
    assertThat(why("web")).isEqualTo(Knowledge.Why.DEFINITION_GONE);
    assertThat(known.text(at(2)).orElseThrow())
        .isEqualTo(
            "kept as it was, though it is not seen any more: LvsService shop/api: its definition is"
                + " not established; LvsService shop/web: its definition is not established");
    for (int second = 3; second < 1000; second += 100) {
      defined(false, second - 1);
      listed("LvsService", second - 1);
      assertThat(look(second, NODE)).contains("web", "api");
    }
  }

  @Test
  void aCrdThatComesBackEmptyTakesNothingAwayBeforeAMinuteAndAList() {
    deleted("uid-web");
    look(1, API, NODE);
    defined(false, 1);
    look(500, API, NODE);
    defined(true, 501);
    assertThat(look(502, API, NODE)).as("the deletion was the CRD's").contains("web");
    assertThat(known.text(at(502))).as("it is still said").isPresent();
    listed("LvsService", 559, "uid-api");
    assertThat(look(559, API, NODE)).contains("web");
    listed("LvsService", 560, "uid-api");
    assertThat(look(561, API, NODE)).containsExactly("api", "lb01");
  }

  @Test
  void withoutAnAnswerNothingGoes() {
    deleted("uid-web");
    deleted("uid-api");
    listed("LvsService", 500);
    assertThat(look(1, NODE)).contains("web", "api");
    assertThat(look(1000, NODE)).contains("web", "api");
    assertThat(why("web")).isEqualTo(Knowledge.Why.DEFINITION_UNKNOWN);
    assertThat(known.text(at(1000)).orElseThrow()).contains("could not be asked yet");
  }

  @Test
  void aPlainDeletionIsNotTalkedAbout() {
    look(1, API, NODE);
    assertThat(known.text(at(1))).isEmpty();
    assertThat(known.text(at(7))).isPresent();
  }

  @Test
  void whatIsIndispensableStaysEvenDeleted() {
    deleted("uid-node");
    known = known.after(List.of(WEB, API), testimony, NODE::equals, at(1));
    assertThat(known.objects()).contains(NODE);
    assertThat(why("lb01")).isEqualTo(Knowledge.Why.INDISPENSABLE);
    HasMetadata again =
        Thing.node("lb01", "10.23.21.184").with("metadata.uid", "uid-again").object();
    known = known.after(List.of(WEB, API, again), testimony, NODE::equals, at(2));
    assertThat(known.objects()).contains(again).doesNotContain(NODE);
    assertThat(known.missing()).isEmpty();
  }

  @Test
  void generationsAreNotCompared() {
    HasMetadata older =
        Thing.service("web")
            .with("metadata.uid", "uid-web")
            .with("metadata.generation", "1")
            .object();
    assertThat(look(1, older, API, NODE)).hasSize(3);
    assertThat(known.objects()).contains(older).doesNotContain(WEB);
  }
}
