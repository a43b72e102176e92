package io.lvsoperator.agent;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.World;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes from the disk means the same as what was seen. */
class SavedClusterTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String PART = "[{vip: 10.23.21.180, mode: NAT, address: 10.23.21.184}]";
  private static final String KNOWS = "[{namespace: shop, name: web, observedGeneration: 0}]";

  /** The director is a real server too, and has the part for it in place in its boot. */
  private static World running() {
    return World.tutorial()
        .with(
            Thing.director("lb01", "10.23.21.184").with("status.nodeInfo", "{bootID: old}"),
            Thing.of("Namespace", "kube-system").with("metadata.uid", "cluster"),
            Thing.of("ServiceCIDR", "kubernetes").with("spec.cidrs", "[10.96.0.0/12]"),
            service("web")
                .with("metadata.uid", "uid-web")
                .with("metadata.resourceVersion", "'7'")
                .with("spec.scheduler", "mh")
                .with("spec.schedulerFlags", "[mh-port]")
                .with("spec.ports", "[{name: a, port: 80, targetPort: 8080}]")
                .with("spec.persistence", "{timeoutSeconds: 30, prefixLength: 24}"),
            realServer("lb01", "10.23.21.184").with("metadata.uid", "uid-lb01"),
            realServer("rs01", "10.23.190.76").with("spec.upperThreshold", "9"),
            report("lb01", "02:00:00:00:00:01", "10.23.21.184")
                .with("status.bootID", "old")
                .with("status.parts", PART)
                .with("status.services", KNOWS),
            report("rs01", "02:00:00:00:00:02", "10.23.190.76"));
  }

  private static List<HasMetadata> objects(World world) {
    return world.things().stream().map(Thing::object).toList();
  }

  private static SavedCluster saved(World world) {
    return new SavedCluster(objects(world), world.translate().lastAccepted());
  }

  private static Translation translated(SavedCluster cluster) {
    return Translator.translate(ClusterObjects.snapshot(cluster.objects()), cluster.lastAccepted());
  }

  @Test
  void itMeansTheSame() {
    SavedCluster back = SavedCluster.parse(saved(running()).text(JSON), JSON);
    assertThat(back.lastAccepted()).isEqualTo(saved(running()).lastAccepted());
    assertThat(back.lastAccepted().services()).containsOnlyKeys("uid-web");
    assertThat(ClusterObjects.snapshot(back.objects()))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(running().snapshot());
    for (String node : List.of("lb01", "rs01", "rs02")) {
      assertThat(translated(back).intentFor(node)).isEqualTo(running().intent(node));
    }
  }

  @Test
  void theOrderOfObjectsAndTheirVersionsMakeNoOtherText() {
    String text = saved(running()).text(JSON);
    SavedCluster turned =
        new SavedCluster(objects(running()).reversed(), saved(running()).lastAccepted());
    assertThat(turned.text(JSON)).isEqualTo(text);
    World later =
        running()
            .with(
                running().things().stream()
                    .filter(t -> t.fields().containsKey("metadata.resourceVersion"))
                    .map(t -> t.with("metadata.resourceVersion", "'8'"))
                    .toArray(Thing[]::new));
    assertThat(saved(later).text(JSON)).isEqualTo(text);
  }

  @Test
  void aSpecThatIsRefusedNowStaysInForceAfterTheBoot() {
    Translation bad =
        running()
            .with(service("web").with("metadata.uid", "uid-web").with("spec.scheduler", "best"))
            .after(running());
    World now =
        running()
            .with(service("web").with("metadata.uid", "uid-web").with("spec.scheduler", "best"));
    SavedCluster back =
        SavedCluster.parse(new SavedCluster(objects(now), bad.lastAccepted()).text(JSON), JSON);
    assertThat(translated(back).intentFor("lb01")).isEqualTo(running().intent("lb01"));
  }
}
