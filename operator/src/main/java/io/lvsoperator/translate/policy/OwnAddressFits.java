package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.ServicePort;
import java.util.Optional;

/** A director must keep the use of an address that was its own before it was a VIP. */
final class OwnAddressFits implements Policy<ServiceCase> {
  /**
   * Where a host's own connections come from, by the kernel's default of {@code
   * net.ipv4.ip_local_port_range}.
   */
  private static final ServicePort LOCAL_PORTS =
      new ServicePort(
          "local",
          Lenient.of(PortProtocol.UDP),
          Optional.of(32768),
          Optional.of(60999),
          Optional.empty());

  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    return judged
        .holder()
        .filter(holder -> judged.isOwnAddressOf(holder))
        .flatMap(holder -> wrong(judged))
        .flatMap(
            why ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.vip %s is the director's own address: %s; choose another VIP"
                        .formatted(judged.vip(), why)));
  }

  private static Optional<String> wrong(ServiceCase judged) {
    if (judged.spec().mode().is(ServiceMode.DR) || judged.spec().mode().is(ServiceMode.TUN)) {
      return Optional.of(
          "in %s the real servers have the VIP too and could not reach the director any more"
              .formatted(judged.spec().mode()));
    }
    for (ServicePort port : judged.spec().ports()) {
      if (port.isWholeAddress()) {
        return Optional.of("all of its ports would be balanced, also those that it needs itself");
      }
      if (port.isRange() && port.overlaps(LOCAL_PORTS)) {
        return Optional.of(
            "answers to its own questions come to ports from 32768 to 60999, and would be balanced");
      }
    }
    return Optional.empty();
  }
}
