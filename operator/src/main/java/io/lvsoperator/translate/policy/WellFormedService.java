package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.LabelSelector;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.model.IpAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the schema refuses too; objects from files, and those made before a stricter schema, never
 * met it.
 */
final class WellFormedService implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    LvsServiceSpec spec = judged.spec();
    return Stream.of(vip(spec), ports(spec), selector(spec), persistence(spec), drain(spec))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(message -> Finding.refuse(ConditionReasons.INVALID, message));
  }

  private static Optional<String> vip(LvsServiceSpec spec) {
    return IpAddress.tryParse(spec.vip()).isPresent()
        ? Optional.empty()
        : Optional.of("spec.vip \"" + spec.vip() + "\" is not an IP address");
  }

  private static Optional<String> ports(LvsServiceSpec spec) {
    if (spec.ports().isEmpty()) {
      return Optional.of("spec.ports is empty: a service has at least one port");
    }
    long distinct =
        spec.ports().stream().map(p -> p.protocol().text() + p.port()).distinct().count();
    if (distinct < spec.ports().size()) {
      return Optional.of("spec.ports holds the same protocol and port twice");
    }
    return spec.ports().stream()
        .filter(p -> isNoPort(p.port()) || isNoPort(p.realServerPort()))
        .findFirst()
        .map(WellFormedService::outOfRange);
  }

  private static String outOfRange(ServicePort port) {
    return "spec.ports \"%s\": port %d to %d: both are 1 to 65535"
        .formatted(port.name(), port.port(), port.realServerPort());
  }

  private static boolean isNoPort(int port) {
    return port < 1 || port > 65535;
  }

  private static Optional<String> selector(LvsServiceSpec spec) {
    return spec.realServerSelector().filter(LabelSelector::selectsEverything).isPresent()
        ? Optional.of("spec.realServerSelector is empty: it would select every RealServer")
        : Optional.empty();
  }

  private static Optional<String> persistence(LvsServiceSpec spec) {
    int bits = IpAddress.tryParse(spec.vip()).map(vip -> vip.family().bits()).orElse(128);
    return spec.persistence()
        .filter(
            p ->
                p.timeoutSeconds() < 1
                    || p.prefixLength().filter(length -> length < 1 || length > bits).isPresent())
        .map(p -> "spec.persistence: the timeout is 1 s or more, the prefix length 1 to " + bits);
  }

  private static Optional<String> drain(LvsServiceSpec spec) {
    return spec.drainTimeoutSeconds() < 0
        ? Optional.of("spec.drainTimeoutSeconds " + spec.drainTimeoutSeconds() + " is negative")
        : Optional.empty();
  }
}
