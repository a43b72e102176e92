package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.api.v1alpha1.NodeVip;
import io.lvsoperator.api.v1alpha1.Omission;
import io.lvsoperator.translate.snapshot.ClusterNetwork;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.translate.snapshot.Declared;
import io.lvsoperator.translate.snapshot.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a policy can see of the cluster beside the object that it judges and what others claim.
 * What nodes report of services is not here: no policy reads that.
 *
 * @param groups the groups that count
 * @param nodes all Nodes
 * @param reports what each report says of its node
 * @param namespaces the labels of each Namespace
 * @param network the cluster's own addresses
 * @param evidence whether reports or an assumption say what is in place
 */
record Surroundings(
    List<Declared<DirectorGroupSpec, DirectorGroupStatus>> groups,
    List<ClusterNode> nodes,
    Map<String, Report> reports,
    Map<String, Map<String, String>> namespaces,
    ClusterNetwork network,
    Evidence evidence) {

  /** What a policy can see of a report. */
  record Report(
      boolean empty,
      List<NodeInterface> interfaces,
      List<String> nextHops,
      List<NodeVip> vips,
      boolean omitsVips) {
    static Report of(LvsNodeStatus report) {
      return new Report(
          report.byAgent().equals(LvsNodeStatus.empty()),
          report.interfaces(),
          report.nextHops(),
          report.vips(),
          report.omits(Omission.VIPS));
    }
  }

  /** {@return those of this snapshot, whose groups are those that count} */
  static Surroundings of(ClusterSnapshot snapshot) {
    Map<String, Report> reports = new HashMap<>();
    snapshot.reports().forEach((node, report) -> reports.put(node, Report.of(report)));
    return new Surroundings(
        snapshot.groups(),
        snapshot.nodes(),
        reports,
        snapshot.namespaces(),
        snapshot.network(),
        snapshot.evidence());
  }
}
