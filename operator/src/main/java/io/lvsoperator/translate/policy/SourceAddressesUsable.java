package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An address that FULLNAT uses as a source is a director's to take, and nothing else: a VIP's
 * clients and its real servers' replies would be told apart by chance alone. One that is not is
 * left out; the others are used.
 */
final class SourceAddressesUsable implements Policy<GroupCase> {
  @Override
  public Optional<Finding> judge(GroupCase judged) {
    return judged
        .firstObstacle()
        .flatMap(
            what ->
                Finding.refuse(
                    ConditionReasons.NOT_ALLOWED,
                    "spec.sourceAddresses: %s: it is left out".formatted(what)));
  }

  static Optional<String> obstacle(GroupCase judged, IpAddress address) {
    List<ClusterNode> directors = judged.cluster().directors(judged.spec());
    return Stream.<Supplier<Optional<String>>>of(
            () -> AddressKind.notUnicast(address),
            () -> ReservedAddress.ofCluster(address, judged.cluster()),
            () ->
                judged
                    .claims()
                    .owner(address)
                    .map(owner -> "the VIP of LvsService " + owner.service()),
            () -> ofAnotherNode(judged, directors, address),
            () ->
                directors.stream()
                    .flatMap(d -> ReservedAddress.broadcast(address, judged.cluster(), d).stream())
                    .findFirst(),
            () ->
                directors.stream()
                    .flatMap(d -> ReservedAddress.nextHop(address, judged.cluster(), d).stream())
                    .findFirst())
        .flatMap(each -> each.get().stream())
        .findFirst();
  }

  private static Optional<String> ofAnotherNode(
      GroupCase judged, List<ClusterNode> directors, IpAddress address) {
    return judged.cluster().nodesWith(address).stream()
        .filter(node -> !directors.contains(node))
        .findFirst()
        .map(node -> "an address of Node " + node.name() + ", which is no director of the group");
  }
}
