package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.Optional;

/**
 * A VIP is not the address of another node. Once a service works, a Node that claims its VIP must
 * not take it down: then it is only a warning.
 */
final class VipIsNoOthersAddress implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.cluster().nodesWith(judged.vip()).stream()
        .filter(node -> !judged.holder().equals(Optional.of(node)))
        .findFirst()
        .map(node -> found(judged, node));
  }

  private static Finding found(ServiceCase judged, ClusterNode node) {
    String fact = "spec.vip %s is an address of Node %s".formatted(judged.vip(), node.name());
    return judged.isInService()
        ? new Finding.Warning(fact + ": one of the two should go")
        : new Finding.Refusal(ConditionReasons.NOT_ALLOWED, fact + ", which is never a VIP");
  }
}
