package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.NodeVip;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.Tunnel;
import io.lvsoperator.api.v1alpha1.TunnelChecksum;
import io.lvsoperator.api.v1alpha1.TunnelType;
import io.lvsoperator.api.v1alpha1.VipUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The longest report that an agent makes, which the API server has to take. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class LongReportApiServerTest {
  private static final Optional<Lenient<ServiceMode>> TUN =
      Optional.of(Lenient.of(ServiceMode.TUN));
  private static final Optional<Tunnel> TUNNEL =
      Optional.of(
          new Tunnel(
              Lenient.of(TunnelType.GUE), Optional.of(65535), Lenient.of(TunnelChecksum.REMOTE)));

  private final ApiServer api;

  LongReportApiServerTest(ApiServer api) {
    this.api = api;
  }

  @Test
  void isTaken() {
    LvsNodeStatus longest = longest();
    LvsNode node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName("longest").build());
    api.client().resource(node).create();
    try {
      new OwnLvsNode(api.client(), "longest").write(longest);
      assertThat(api.client().resource(node).get().reported()).isEqualTo(longest);
    } finally {
      api.client().resource(node).delete();
    }
  }

  /** Everything at its bounds, and every text as long as it may become. */
  private static LvsNodeStatus longest() {
    ReportBounds bounds = ReportBounds.WRITABLE;
    List<NodeService> all =
        IntStream.range(0, bounds.services()).mapToObj(LongReportApiServerTest::service).toList();
    Abridged services = Abridged.of(all, bounds);
    assertThat(services.omittedDestinations()).isPositive();
    LvsNodeStatus none = LvsNodeStatus.empty();
    return new LvsNodeStatus(
        none.observedGeneration(),
        none.bootID(),
        none.agentVersion(),
        none.roles(),
        none.rolesSummary(),
        none.servicesSummary(),
        none.interfaces(),
        none.nextHops(),
        IntStream.range(0, bounds.vips())
            .mapToObj(i -> new NodeVip(address(1, i), Lenient.of(VipUse.PLACED)))
            .toList(),
        services.services(),
        none.kernel(),
        none.conditions(),
        none.ipvsOptions(),
        none.lastDriftRepaired(),
        new Omitted(1, services.omittedDestinations(), 1).lists());
  }

  private static NodeService service(int number) {
    return new NodeService(
        "a-namespace-with-a-longer-name",
        "a-service-with-a-name-of-some-length-%04d".formatted(number),
        Optional.of(1234L),
        Lenient.of(ConditionStatus.FALSE),
        "WaitingForPredecessor",
        "x".repeat(200),
        IntStream.range(0, 4).mapToObj(i -> destination(number, 4 * number + i)).toList(),
        Optional.empty());
  }

  private static NodeDestination destination(int vip, int server) {
    return new NodeDestination(
        address(1, vip),
        Lenient.of(PortProtocol.SCTP),
        65535,
        address(2, server),
        65535,
        65535,
        TUN,
        TUNNEL,
        Optional.of(NodeDrain.of(100_000, Optional.of(Instant.EPOCH))));
  }

  private static String address(int network, int host) {
    return "2001:db8:%d:1234:5678:9abc:def0:%x".formatted(network, 0x1000 + host);
  }
}
