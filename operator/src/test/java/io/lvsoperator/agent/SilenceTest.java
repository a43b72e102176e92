package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A director keeps its weights until its Node is known to be gone. */
class SilenceTest {
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
  private static final Optional<Node> THERE =
      Optional.of(new NodeBuilder().withNewSpec().endSpec().build());
  private static final Optional<Node> OFF =
      Optional.of(
          new NodeBuilder()
              .withNewSpec()
              .addNewTaint()
              .withKey("node.kubernetes.io/out-of-service")
              .withEffect("NoExecute")
              .endTaint()
              .endSpec()
              .build());

  private final Silence silence = new Silence();

  private boolean after(long seconds, Optional<Node> own) {
    return silence.holds(own, START.plusSeconds(seconds));
  }

  @Test
  void aNodeThatIsAbsentForAMinute() {
    assertThat(after(0, Optional.empty())).isFalse();
    assertThat(after(59, Optional.empty())).isFalse();
    assertThat(after(60, Optional.empty())).isTrue();
    assertThat(after(61, THERE)).isFalse();
  }

  @Test
  void aNodeThatCameBackBeginsAnew() {
    assertThat(after(0, Optional.empty())).isFalse();
    assertThat(after(50, THERE)).isFalse();
    assertThat(after(55, Optional.empty())).isFalse();
    assertThat(after(100, Optional.empty())).isFalse();
    assertThat(after(115, Optional.empty())).isTrue();
  }

  @Test
  void theAdministratorsWordCountsAtOnce() {
    assertThat(after(0, OFF)).isTrue();
    assertThat(after(1, THERE)).isFalse();
  }
}
