package io.lvsoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.lvsoperator.translate.Thing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller deletes what directors asked whose machines are gone, and nothing else. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class RequestCleanupApiServerTest {
  private ApiServer api;
  private Bench bench;

  @BeforeEach
  void start(ApiServer server) {
    api = server;
    bench = new Bench(server).start();
    bench.create(Thing.director("lb02", "10.23.21.186"));
    bench.ask("lb01", "rs01");
    bench.ask("lb02", "rs01");
    bench.ask("lb02", "rs02");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  /** Long enough for several looks. */
  private void stays(List<String> requests) {
    for (int i = 0; i < 20; i++) {
      Bench.pause();
      assertThat(bench.asked()).isEqualTo(requests);
    }
  }

  @Test
  void aNodeThatStaysAbsentFor60Seconds() {
    api.client().nodes().withName("lb02").delete();
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    bench.elapse(Duration.ofSeconds(59));
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    bench.elapse(Duration.ofSeconds(1));
    Bench.until("lb02's are gone", () -> bench.asked().equals(List.of("lb01-rs01")));
    bench.elapse(Duration.ofSeconds(120));
    stays(List.of("lb01-rs01"));
  }

  @Test
  void aNodeThatIsBackBeforeItIsConfirmed() {
    Node before = api.client().nodes().withName("lb02").get();
    api.client().resource(before).delete();
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    before.getMetadata().setResourceVersion(null);
    before.getMetadata().setUid(null);
    api.client().resource(before).create();
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    bench.elapse(Duration.ofSeconds(120));
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
  }

  @Test
  void aMachineThatTheAdministratorSaysIsOff() {
    taint("lb02", "node.kubernetes.io/unreachable");
    bench.elapse(Duration.ofSeconds(120));
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    taint("lb02", "node.kubernetes.io/out-of-service");
    Bench.until("lb02's are gone", () -> bench.asked().equals(List.of("lb01-rs01")));
  }

  private void taint(String node, String key) {
    api.client()
        .nodes()
        .withName(node)
        .edit(
            found -> {
              found.getSpec().setTaints(List.of(new Taint("NoExecute", key, null, "off")));
              return found;
            });
  }

  @Test
  void whoCannotReadTheNodesDeletesNothing() {
    api.client().nodes().withName("lb02").delete();
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    bench.gate().close();
    bench.elapse(Duration.ofSeconds(120));
    stays(List.of("lb01-rs01", "lb02-rs01", "lb02-rs02"));
    assertThat(Optional.ofNullable(api.client().nodes().withName("lb02").get())).isEmpty();
  }
}
