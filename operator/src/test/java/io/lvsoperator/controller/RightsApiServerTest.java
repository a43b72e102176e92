package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.protocol.NodeMemory;
import io.lvsoperator.translate.Thing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rights that {@code deploy/base} gives are enough for all that the controller does. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class RightsApiServerTest {
  private static final Path BASE = Path.of("..", "deploy", "base");
  private static final String USER = "system:serviceaccount:lvs-system:lvs-controller";

  @Test
  void theControllersServiceAccountIsEnough(ApiServer api) throws IOException {
    List<HasMetadata> rights = new ArrayList<>();
    try (Bench bench = new Bench(api, Optional.of(USER))) {
      bench.namespace("lvs-system");
      bench.namespace(Leases.NAMESPACE);
      rights.addAll(apply(api, "rbac-agent.yaml")); // has the Role in default that both use
      rights.addAll(apply(api, "rbac-controller.yaml"));
      rights.addAll(apply(api, "admission.yaml"));
      bench.start();
      bench.witness();
      bench.create(Thing.service("in-services").with("spec.vip", "10.0.0.99"));
      assertThat(bench.service("in-services", "Accepted=False NotAllowed").message())
          .contains("Service range");
      bench.group("default", "Ready=True Ready");
      Bench.until(
          "the Event",
          () ->
              api.client().events().v1().events().inNamespace("shop").list().getItems().stream()
                  .anyMatch(event -> event.getRegarding().getName().equals("in-services")));
      bench.renew("lb01");
      bench.later();
      bench.renew("lb01");
      bench.lvsNode("lb01", "AgentAlive=True Renewing");
      bench.ask("gone", "rs01");
      bench.later();
      bench.elapse(NodeMemory.CONFIRMED_AFTER);
      Bench.until("its request is gone", () -> bench.asked().isEmpty());
    } finally {
      rights.forEach(object -> api.client().resource(object).delete());
    }
  }

  @Test
  void withoutThemItWaits(ApiServer api) {
    try (Bench bench = new Bench(api, Optional.of(USER))) {
      bench.gate().open();
      bench.controller().start();
      for (int i = 0; i < 20; i++) {
        Bench.pause();
        assertThat(bench.controller().ready()).isFalse();
        assertThat(bench.controller().alive()).isTrue();
      }
    }
  }

  private static List<HasMetadata> apply(ApiServer api, String file) throws IOException {
    try (InputStream yaml = Files.newInputStream(BASE.resolve(file))) {
      List<HasMetadata> objects = api.client().load(yaml).items();
      for (HasMetadata object : objects) {
        try {
          api.client().resource(object).forceConflicts().serverSideApply();
        } catch (KubernetesClientException e) {
          throw new AssertionError(file + ": " + object.getMetadata().getName(), e);
        }
      }
      return objects;
    }
  }
}
