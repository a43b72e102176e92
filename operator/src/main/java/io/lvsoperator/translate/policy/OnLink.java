package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * DR sends a packet to the real server's MAC. One behind a router would never get it: the router
 * sends it back, because the VIP is the director's, until its TTL ends. A director that has not
 * said what its subnets are is no evidence.
 */
final class OnLink implements Policy<MemberCase> {
  @Override
  public Optional<Finding> judge(MemberCase judged) {
    ServiceCase service = judged.service();
    boolean known = service.cluster().snapshot().evidence() == Evidence.REPORTED;
    return service
        .holder()
        .filter(director -> known && service.spec().mode().is(ServiceMode.DR))
        .flatMap(director -> elsewhere(judged, director));
  }

  private static Optional<Finding> elsewhere(MemberCase judged, ClusterNode director) {
    List<Subnet> subnets =
        judged.service().cluster().interfaceAddresses(director).stream()
            .filter(subnet -> subnet.address().family() == judged.address().family())
            .map(subnet -> new Subnet(subnet.first(), subnet.prefixLength()))
            .distinct()
            .toList();
    return subnets.isEmpty() || subnets.stream().anyMatch(s -> s.contains(judged.address()))
        ? Optional.empty()
        : Finding.refuse(
            ConditionReasons.NOT_ON_LINK,
            "%s is in no subnet of director %s (%s): DR needs both in one L2 segment, else packets"
                    .formatted(judged.address(), director.name(), text(subnets))
                + " go round between the director and its gateway; use TUN or FULLNAT");
  }

  private static String text(List<Subnet> subnets) {
    return subnets.stream().limit(8).map(Subnet::toString).collect(Collectors.joining(", "));
  }
}
