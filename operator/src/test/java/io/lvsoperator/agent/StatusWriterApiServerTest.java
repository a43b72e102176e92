package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.lvsoperator.Gate;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's watch may bring its own report later than others have read it. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class StatusWriterApiServerTest {
  private static final LvsNodeStatus READY =
      LvsNodeStatus.empty()
          .withConditions(
              List.of(Condition.of("Ready", ConditionStatus.TRUE, 1, Instant.EPOCH, "Ready", "")));

  private final ApiServer api;

  StatusWriterApiServerTest(ApiServer api) {
    this.api = api;
  }

  /** What is lost counts at once. */
  private final Contact contact = new Contact(System::nanoTime, Duration.ZERO);

  @Test
  void aReportThatNeedsNoWritingIsNoLossOfContact() {
    LvsNode node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName("unheard").build());
    Gate shut = new Gate(api.port());
    try (KubernetesClient client = api.through(shut, Optional.empty(), new AtomicInteger());
        StatusWriter writer = new StatusWriter(new OwnLvsNode(client, "unheard"), contact)) {
      writer.offer(READY, Optional.of(node));
      AgentUnderTest.until("it cannot be written", () -> !contact.holds());
      node.setStatus(READY);
      writer.offer(READY, Optional.of(node));
      AgentUnderTest.until("it stands there", contact::holds);
    }
  }

  @Test
  void knowsWhatItHasWrittenUntilItsWatchBringsSomething() {
    LvsNode node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName("late").build());
    api.client().resource(node).create();
    OwnLvsNode own = new OwnLvsNode(api.client(), "late");
    try (StatusWriter writer = new StatusWriter(own, contact)) {
      Optional<LvsNode> before = Optional.of(api.client().resource(node).get());
      assertThat(writer.unseen(before)).as("nothing written").isEmpty();
      writer.offer(READY, before);
      AgentUnderTest.until("the report is written", () -> writer.unseen(before).isPresent());
      assertThat(writer.unseen(before).orElseThrow().reported()).isEqualTo(READY);
      assertThat(writer.unseen(before).orElseThrow().getMetadata().getName()).isEqualTo("late");
      assertThat(writer.unseen(Optional.of(api.client().resource(node).get()))).isEmpty();
      assertThat(writer.unseen(Optional.empty())).as("somebody deleted it").isEmpty();
    } finally {
      api.client().resource(node).delete();
    }
  }
}
