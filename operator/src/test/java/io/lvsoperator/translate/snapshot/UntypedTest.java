package io.lvsoperator.translate.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects of this API as a generic informer has them. */
class UntypedTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private static HasMetadata generic(HasMetadata typed) {
    return JSON.unmarshal(JSON.asJson(typed), GenericKubernetesResource.class);
  }

  private static HasMetadata read(String yaml) {
    return JSON.unmarshal(yaml, GenericKubernetesResource.class);
  }

  private static final World WORLD =
      World.tutorial()
          .with(
              Thing.service("web").aged(1).with("metadata.generation", "7"),
              Thing.realServer("rs01", "10.23.190.76").with("metadata.uid", "u1"),
              Thing.report("rs01", "02:00:00:00:00:02", "10.23.190.76"));

  @Test
  void saysTheSameAsTheTypedObjects() {
    List<HasMetadata> objects =
        WORLD.things().stream()
            .map(Thing::object)
            .map(o -> o.getApiVersion().startsWith("lvsoperator.io/") ? generic(o) : o)
            .toList();
    assertThat(objects).hasAtLeastOneElementOfType(GenericKubernetesResource.class);
    assertThat(ClusterObjects.snapshot(objects)).isEqualTo(WORLD.snapshot());
  }

  @Test
  void anUnreadableObjectIsRefusedAlone() {
    HasMetadata bad =
        read(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: RealServer
            metadata: {name: new, namespace: shop, labels: {app: web}, generation: 3}
            spec: {address: 10.23.122.152, weight: heavy}
            status: {nodeName: rs02}
            """);
    List<HasMetadata> objects = new java.util.ArrayList<>(List.of(bad));
    WORLD.things().forEach(thing -> objects.add(thing.object()));
    Translation translation = Translator.translate(ClusterObjects.snapshot(objects));
    var verdict = translation.realServer(new ServiceRef("shop", "new")).orElseThrow();
    assertThat(World.text(verdict.verdict()))
        .startsWith("UnsupportedValue: this version can't read the object: ")
        .contains("heavy");
    assertThat(verdict.server().status().nodeName()).contains("rs02");
    assertThat(translation.intentFor("lb01").directed().getFirst().backends())
        .extracting(b -> b.name().name())
        .containsExactly("rs01");
  }

  @Test
  void anUnreadableReportIsSilence() {
    HasMetadata bad =
        read(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: LvsNode
            metadata: {name: rs01}
            status: {interfaces: {eth0: up}}
            """);
    assertThat(ClusterObjects.snapshot(List.of(bad)).reports())
        .containsEntry("rs01", LvsNodeStatus.empty());
  }

  @Test
  void anUnreadableStatusCountsAsNone() {
    HasMetadata bad =
        read(
            """
            apiVersion: lvsoperator.io/v1alpha1
            kind: LvsService
            metadata: {name: web, namespace: shop}
            spec: {vip: 10.23.21.180}
            status: {conditions: none}
            """);
    var service = ClusterObjects.snapshot(List.of(bad)).services().getFirst();
    assertThat(service.spec().vip()).isEqualTo("10.23.21.180");
    assertThat(service.unreadable()).isEmpty();
    assertThat(service.status().conditions()).isEmpty();
  }
}
