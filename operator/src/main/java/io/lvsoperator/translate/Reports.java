package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.VipUse;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the nodes' reports; what another version wrote and nobody can read is left out. */
final class Reports {
  private Reports() {}

  /** Other Nodes than this that report the VIP as placed by their agent. */
  static List<String> holders(Cluster cluster, IpAddress vip, String except) {
    return cluster.liveReports().entrySet().stream()
        .filter(report -> !report.getKey().equals(except))
        .filter(report -> hasPlaced(report.getValue(), vip))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean hasPlaced(LvsNodeStatus report, IpAddress vip) {
    return report.vips().stream()
        .filter(placed -> !placed.use().is(VipUse.OWN) && !placed.use().is(VipUse.HIDDEN))
        .anyMatch(placed -> IpAddress.tryParse(placed.address()).equals(Optional.of(vip)));
  }
}
