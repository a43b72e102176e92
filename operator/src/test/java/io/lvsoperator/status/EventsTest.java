package io.lvsoperator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events as the API takes them. */
class EventsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
  private final Events events = new Events("lvsoperator.io/controller", "i".repeat(200));

  private static ObjectReference about(String namespace, String name) {
    return new ObjectReferenceBuilder()
        .withKind("LvsService")
        .withNamespace(namespace)
        .withName(name)
        .withUid("u1")
        .build();
  }

  private Event event(ObjectReference about, String message) {
    return events.event(about, new Transition(true, "NotAllowed", message), NOW);
  }

  @Test
  void saysWhatWhenAndWho() {
    Event event = event(about("shop", "web"), "no");
    assertThat(event.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(event.getMetadata().getName()).matches("web\\.[0-9a-f]+");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("NotAllowed");
    assertThat(event.getNote()).isEqualTo("no");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-22T10:00:00.123456Z");
    assertThat(event.getRegarding().getUid()).isEqualTo("u1");
    assertThat(event.getReportingInstance()).hasSize(128);
  }

  @Test
  void anObjectWithoutNamespaceHasItsEventsInDefault() {
    assertThat(event(about(null, "edge"), "no").getMetadata().getNamespace()).isEqualTo("default");
  }

  @Test
  void theLongestNameFits() {
    String name =
        event(about("shop", "a".repeat(199) + "-.b".repeat(18)), "no").getMetadata().getName();
    assertThat(name.length()).isLessThanOrEqualTo(253);
    assertThat(name).matches("a{199}\\.[0-9a-f]+");
  }

  @Test
  void aNoteHas1024Bytes() {
    assertThat(event(about("shop", "web"), "é".repeat(1000)).getNote()).isEqualTo("é".repeat(512));
  }

  @Test
  void twoTransitionsAreTwoEvents() {
    ObjectReference web = about("shop", "web");
    assertThat(event(web, "a").getMetadata().getName())
        .isNotEqualTo(event(web, "b").getMetadata().getName());
  }
}
