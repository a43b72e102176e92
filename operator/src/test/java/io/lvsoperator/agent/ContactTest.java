package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.agent.Contact.Ability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long an agent may be without its watches, or without its report, and look alive. */
class ContactTest {
  private long now = 7;
  private final Contact contact = new Contact(() -> now, Duration.ofSeconds(30));

  private void later(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void countsFromTheFirstFailure() {
    contact.note(Ability.WATCH, false);
    later(29);
    contact.note(Ability.WATCH, false);
    assertThat(contact.holds()).isTrue();
    later(1);
    assertThat(contact.holds()).isFalse();
    assertThat(contact.isLost(Ability.REPORT)).isFalse();
  }

  @Test
  void oneSuccessEndsIt() {
    contact.note(Ability.REPORT, false);
    later(31);
    assertThat(contact.holds()).isFalse();
    contact.note(Ability.REPORT, true);
    assertThat(contact.holds()).isTrue();
    contact.note(Ability.REPORT, false);
    later(29);
    assertThat(contact.holds()).isTrue();
  }

  @Test
  void whatWorksSaysNothingOfTheOther() {
    contact.note(Ability.REPORT, false);
    contact.note(Ability.WATCH, true);
    later(30);
    assertThat(contact.holds()).isFalse();
  }
}
