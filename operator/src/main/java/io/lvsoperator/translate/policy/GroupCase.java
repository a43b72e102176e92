package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Optional;

/**
 * A DirectorGroup to be judged.
 *
 * @param group the object
 * @param cluster everything else
 * @param claims what the services have
 */
public record GroupCase(
    Declared<DirectorGroupSpec, DirectorGroupStatus> group, Cluster cluster, Claims claims) {
  DirectorGroupSpec spec() {
    return group.spec();
  }

  /** {@return those of its source addresses that FULLNAT may use, in their order} */
  public List<IpAddress> sourceAddresses() {
    return spec().sourceAddresses().stream()
        .flatMap(text -> IpAddress.tryParse(text).stream())
        .filter(address -> SourceAddressesUsable.obstacle(this, address).isEmpty())
        .toList();
  }

  /** What is wrong with one of the addresses, the first. */
  Optional<String> firstObstacle() {
    return spec().sourceAddresses().stream()
        .flatMap(text -> IpAddress.tryParse(text).stream())
        .flatMap(
            address ->
                SourceAddressesUsable.obstacle(this, address)
                    .map(what -> address + " is " + what)
                    .stream())
        .findFirst();
  }
}
