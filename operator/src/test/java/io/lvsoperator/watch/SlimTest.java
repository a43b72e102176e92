package io.lvsoperator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlimTest {
  private static NodeBuilder node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("rs01")
        .withUid("uid")
        .addToLabels("app", "web")
        .addToAnnotations("note", "long")
        .addToAnnotations("lvsoperator.io/state", "Draining")
        .addNewManagedField()
        .withManager("kubelet")
        .endManagedField()
        .endMetadata()
        .withNewSpec()
        .withPodCIDR("10.244.1.0/24")
        .endSpec()
        .withNewStatus()
        .addNewAddress("10.23.190.76", "InternalIP")
        .addNewImage()
        .withNames("registry/image:1")
        .endImage()
        .addNewCondition()
        .withType("Ready")
        .withLastHeartbeatTime("2026-11-22T12:00:00Z")
        .endCondition()
        .withNewNodeInfo()
        .withBootID("boot-1")
        .endNodeInfo()
        .endStatus();
  }

  @Test
  void keepsAllThatIsRead() {
    assertThat(ClusterObjects.snapshot(List.of(Slim.down(node().build()))))
        .isEqualTo(ClusterObjects.snapshot(List.of(node().build())));
  }

  @Test
  void dropsWhatMakesANodeBig() {
    Node slim = Slim.down(node().build());
    assertThat(slim.getStatus().getImages()).isEmpty();
    assertThat(slim.getMetadata().getManagedFields()).isEmpty();
    assertThat(slim.getMetadata().getAnnotations()).containsOnlyKeys("lvsoperator.io/state");
  }

  @Test
  void aHeartbeatIsNoDifference() {
    Node later =
        node()
            .editMetadata()
            .withResourceVersion("2")
            .endMetadata()
            .editStatus()
            .editFirstCondition()
            .withLastHeartbeatTime("2026-11-22T12:05:00Z")
            .endCondition()
            .endStatus()
            .build();
    assertThat(Slim.differ(later, node().build())).isFalse();
  }

  @Test
  void anotherProgramsAnnotationIsNoDifference() {
    Node noted = node().editMetadata().addToAnnotations("note", "other").endMetadata().build();
    assertThat(Slim.differ(noted, node().build())).isFalse();
  }

  @Test
  void whatAVerdictReadsIsADifference() {
    Node labelled = node().editMetadata().addToLabels("x", "y").endMetadata().build();
    Node rebooted =
        node().editStatus().editNodeInfo().withBootID("boot-2").endNodeInfo().endStatus().build();
    Node moved =
        node()
            .editStatus()
            .editFirstAddress()
            .withAddress("10.23.190.77")
            .endAddress()
            .endStatus()
            .build();
    Node resumed =
        node().editMetadata().removeFromAnnotations("lvsoperator.io/state").endMetadata().build();
    Node paused =
        node()
            .editMetadata()
            .addToAnnotations("lvsoperator.io/paused", "true")
            .endMetadata()
            .build();
    assertThat(List.of(labelled, rebooted, moved, resumed, paused))
        .allMatch(changed -> Slim.differ(changed, node().build()));
  }
}
