package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.Optional;

/** An agent acts only for an address that its node has; as long as it is silent nobody can tell. */
final class AddressLocal implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    return judged
        .node()
        .filter(node -> judged.isManaged() && lacks(judged, node))
        .flatMap(
            node ->
                Finding.refuse(
                    ConditionReasons.ADDRESS_NOT_LOCAL,
                    "Node %s reports no interface with %s"
                        .formatted(node.name(), judged.address())));
  }

  private static boolean lacks(RealServerCase judged, ClusterNode node) {
    Cluster cluster = judged.cluster();
    boolean knows =
        cluster.report(node.name()).filter(report -> !report.interfaces().isEmpty()).isPresent();
    return knows
        && cluster.interfaceAddresses(node).stream()
            .map(Subnet::address)
            .noneMatch(judged.address()::equals);
  }
}
