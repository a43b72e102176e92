package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Evidence;
import java.util.Optional;

/** Whether a real server has its part in place, by the evidence that there is. */
final class Eligibilities {
  private Eligibilities() {}

  static Eligibility of(Cluster cluster, LvsServiceSpec service, RealServerVerdict server) {
    if (!server.isManaged() || cluster.snapshot().evidence() == Evidence.ASSUMED) {
      return Eligibility.IN_PLACE;
    }
    Optional<ClusterNode> node = server.node().flatMap(cluster::node);
    Optional<LvsNodeStatus> report = server.node().flatMap(cluster::report);
    if (node.isEmpty() || report.isEmpty()) {
      return Eligibility.UNKNOWN;
    }
    return switch (boot(node.get(), report.get())) {
      case UNKNOWN -> Eligibility.UNKNOWN;
      case ANOTHER -> Eligibility.NOT_IN_PLACE;
      case SAME ->
          Reports.hasPart(report.get(), key(service, server))
              ? Eligibility.IN_PLACE
              : Eligibility.NOT_IN_PLACE;
    };
  }

  /** The part that a real server of this service needs. */
  static PartKey key(LvsServiceSpec service, RealServerVerdict server) {
    return new PartKey(
        IpAddress.parse(service.vip()),
        Mode.valueOf(service.mode().known().name()),
        Tunnels.of(service),
        server.address());
  }

  private enum Boot {
    SAME,
    ANOTHER,
    UNKNOWN
  }

  /** Whether the report is about the boot that the Node is in; a Node need not say which. */
  private static Boot boot(ClusterNode node, LvsNodeStatus report) {
    if (node.bootId().isEmpty()) {
      return Boot.SAME;
    }
    if (report.bootID().isEmpty()) {
      return Boot.UNKNOWN;
    }
    return node.bootId().equals(report.bootID()) ? Boot.SAME : Boot.ANOTHER;
  }
}
