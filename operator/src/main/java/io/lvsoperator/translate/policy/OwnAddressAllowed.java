package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.IpAddress;
import java.util.Optional;

/** A VIP that is the director's own address needs a rule that says so. */
final class OwnAddressAllowed implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    IpAddress vip = judged.vip();
    return judged
        .holder()
        .filter(holder -> judged.isOwnAddressOf(holder))
        .filter(holder -> !granted(judged))
        .flatMap(
            holder ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip %s is director %s's own address, and no rule of %s allows namespace %s"
                            .formatted(
                                vip,
                                holder.name(),
                                judged.groupText(),
                                judged.service().name().namespace())
                        + " one (ownAddresses: Allow)"));
  }

  private static boolean granted(ServiceCase judged) {
    String namespace = judged.service().name().namespace();
    return judged
        .group()
        .filter(g -> Allowance.ownAddress(g, judged.cluster(), namespace, judged.vip()))
        .isPresent();
  }
}
