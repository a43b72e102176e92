package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's watch may bring its own report later than others have read it. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class StatusWriterApiServerTest {
  private final ApiServer api;

  StatusWriterApiServerTest(ApiServer api) {
    this.api = api;
  }

  @Test
  void knowsWhatItHasWrittenUntilItsWatchBringsSomething() {
    LvsNode node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName("late").build());
    api.client().resource(node).create();
    OwnLvsNode own = new OwnLvsNode(api.client(), "late");
    LvsNodeStatus status =
        LvsNodeStatus.empty()
            .withConditions(
                List.of(
                    Condition.of("Ready", ConditionStatus.TRUE, 1, Instant.EPOCH, "Ready", "")));
    try (StatusWriter writer =
        new StatusWriter(own, new Contact(System::nanoTime, Duration.ofSeconds(30)))) {
      Optional<LvsNode> before = Optional.of(api.client().resource(node).get());
      assertThat(writer.unseen(before)).as("nothing written").isEmpty();
      writer.offer(status, before);
      AgentUnderTest.until("the report is written", () -> writer.unseen(before).isPresent());
      assertThat(writer.unseen(before).orElseThrow().reported()).isEqualTo(status);
      assertThat(writer.unseen(before).orElseThrow().getMetadata().getName()).isEqualTo("late");
      assertThat(writer.unseen(Optional.of(api.client().resource(node).get()))).isEmpty();
      assertThat(writer.unseen(Optional.empty())).as("somebody deleted it").isEmpty();
    } finally {
      api.client().resource(node).delete();
    }
  }
}
