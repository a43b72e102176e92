package io.lvsoperator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoredReportsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final HasMetadata KNOWN = report("rs01", "200");
  private static final HasMetadata RESTORED = report("rs01", "100");
  private static final HasMetadata NODE =
      new NodeBuilder().withNewMetadata().withName("rs01").endMetadata().build();

  private final RestoredReports reports =
      RestoredReports.of(List.of(KNOWN, NODE), List.of(RESTORED, NODE), NOW);

  private static HasMetadata report(String node, String version) {
    GenericKubernetesResource report = new GenericKubernetesResource();
    report.setApiVersion("lvsoperator.io/v1alpha1");
    report.setKind("LvsNode");
    report.setMetadata(new ObjectMetaBuilder().withName(node).withResourceVersion(version).build());
    return report;
  }

  @Test
  void whatWasKnownCountsUntilTheNodeReportsAgain() {
    assertThat(reports.in(List.of(RESTORED, NODE), NOW)).containsExactly(KNOWN, NODE);
    HasMetadata again = report("rs01", "101");
    assertThat(reports.in(List.of(again, NODE), NOW)).containsExactly(again, NODE);
  }

  @Test
  void orForAMinute() {
    assertThat(reports.in(List.of(RESTORED), NOW.plusSeconds(59))).containsExactly(KNOWN);
    assertThat(reports.in(List.of(RESTORED), NOW.plusSeconds(60))).containsExactly(RESTORED);
  }

  @Test
  void whoWasNotKnownCountsAsItIs() {
    HasMetadata other = report("rs02", "100");
    assertThat(reports.in(List.of(other), NOW)).containsExactly(other);
    assertThat(RestoredReports.NONE.in(List.of(RESTORED), NOW)).containsExactly(RESTORED);
  }
}
