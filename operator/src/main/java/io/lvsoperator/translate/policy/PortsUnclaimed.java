package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ServicePort;
import java.util.Optional;

/** Services of one owner may share a VIP, but no port of it: the older has it. */
final class PortsUnclaimed implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged.spec().ports().stream().flatMap(port -> taken(judged, port).stream()).findFirst();
  }

  private static Optional<Finding> taken(ServiceCase judged, ServicePort port) {
    return judged
        .claims()
        .overlapping(judged.vip(), port)
        .flatMap(
            owner ->
                Finding.refuse(
                    ConditionReasons.CONFLICT,
                    "port %s of %s belongs to LvsService %s%s, which had it first"
                        .formatted(
                            port.summary(),
                            judged.vip(),
                            owner.service(),
                            port.summary().equals(owner.port().summary())
                                ? ""
                                : " (" + owner.port().summary() + ")")));
  }
}
