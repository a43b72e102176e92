package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.mutated.Mutator;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Broken objects against schema and CEL of a real API server: a refusal names the field, and of
 * what comes through nothing is malformed to {@code translate}.
 */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class MutatedObjectsApiServerTest {
  private static final int COUNT = Integer.getInteger("mutated.count", 1_000);
  private static final long SEED = Long.getLong("mutated.seed", 20261122);

  private static ApiServer api;
  private int stored;

  @BeforeAll
  static void start(ApiServer server) {
    api = server;
    api.client()
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .createOr(existing -> existing.update());
  }

  @Test
  void theApiServerKnowsWhatIsMalformed() {
    for (int i = 0; i < COUNT; i++) {
      GenericKubernetesResource object = Mutator.object(new Random(SEED + i));
      String context = "object %d of seed %d: %s".formatted(i, SEED, Mutator.text(object));
      try {
        isWellFormed(context, api.client().resource(object).dryRun().create());
        stored++;
      } catch (KubernetesClientException refused) {
        assertThat(refused.getCode()).as(context).isIn(400, 422);
        assertThat(refused.getMessage()).as(context).contains("spec");
      }
    }
    assertThat(stored).as("some are only unusual").isBetween(COUNT / 20, COUNT - COUNT / 20);
  }

  private static void isWellFormed(String context, HasMetadata stored) {
    Translation translation = Translator.translate(ClusterObjects.snapshot(List.of(stored)));
    assertThat(verdicts(translation))
        .as(context)
        .noneMatch(verdict -> verdict.refusedFor("Invalid") && !isReversedRange(verdict))
        .noneMatch(MutatedObjectsApiServerTest::isUnreadable);
  }

  /** The order of a range's ends is left to a condition: in CEL it would cost too much. */
  private static boolean isReversedRange(Verdict verdict) {
    return verdict.refusal().orElseThrow().message().contains("nor a range a-b");
  }

  private static boolean isUnreadable(Verdict verdict) {
    return verdict.refusal().filter(r -> r.message().contains("can't read")).isPresent();
  }

  private static Stream<Verdict> verdicts(Translation translation) {
    return Stream.of(
            translation.services().stream().map(v -> v.verdict()),
            translation.realServers().stream().map(v -> v.verdict()),
            translation.groups().stream().map(v -> v.verdict()))
        .flatMap(all -> all);
  }
}
