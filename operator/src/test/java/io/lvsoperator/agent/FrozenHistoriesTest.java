package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories that once broke a rule, shortened: what {@link HistoryTest} found stays found. */
class FrozenHistoriesTest {

  /**
   * {@code -Dhistories.wider=1 -Dhistories.seed=671}: a real server boots while its part for one of
   * two NAT services on a VIP moves elsewhere by what it sees, and stays by what its director sees.
   */
  @Test
  void aReportOfAnotherPartOnTheSameVipIsNoPromise() {
    History history =
        new History(
            List.of(
                new Step.Delete("LvsService/mail"),
                new Step.Reboot("rs02"),
                new Step.Edit("LvsService/tls", "spec.vip", "10.23.21.181"),
                new Step.Edit("LvsService/tls", "spec.mode", "TUN"),
                new Step.Pass("rs02"),
                new Step.Edit("LvsService/web", "spec.mode", "TUN"),
                new Step.Pass("lb01"),
                new Step.Pass("rs02"),
                new Step.Delete("LvsService/web")));
    assertThat(brokenRule(history)).isEmpty();
  }

  private static Optional<String> brokenRule(History history) {
    return history.live(new Inventory(), new Coverage()).violation().map(Violation::rule);
  }
}
