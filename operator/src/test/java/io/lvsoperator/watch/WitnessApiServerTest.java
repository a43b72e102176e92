package io.lvsoperator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.lvsoperator.agent.ApiServer;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list that confirms absences must be whole, however many pages it has. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class WitnessApiServerTest {
  @Test
  void listsAllPages(ApiServer api) {
    int many = (int) (2 * ClusterSources.PAGE + 1);
    List<Node> nodes =
        IntStream.range(0, many)
            .mapToObj(WitnessApiServerTest::node)
            .map(node -> api.client().resource(node).create())
            .toList();
    try (Witness witness = new Witness(api.client(), Clock.systemUTC(), () -> {})) {
      assertThat(witness.uids("Node"))
          .containsAll(nodes.stream().map(node -> node.getMetadata().getUid()).toList());
    } finally {
      nodes.forEach(node -> api.client().resource(node).delete());
    }
  }

  private static Node node(int number) {
    return new NodeBuilder().withNewMetadata().withName("page-" + number).endMetadata().build();
  }
}
