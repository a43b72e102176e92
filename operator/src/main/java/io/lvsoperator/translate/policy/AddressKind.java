package io.lvsoperator.translate.policy;

import io.lvsoperator.model.IpAddress;
import java.util.Optional;

/** Addresses that no host on a network can have for itself. */
final class AddressKind {
  private AddressKind() {}

  /** {@return what it is, such as {@code a loopback address}, if it is not plain unicast} */
  static Optional<String> notUnicast(IpAddress address) {
    if (address.isUnspecified()) {
      return Optional.of("the unspecified address");
    }
    if (address.isLoopback()) {
      return Optional.of("a loopback address");
    }
    if (address.isLinkLocal()) {
      return Optional.of("a link-local address");
    }
    if (address.isMulticast()) {
      return Optional.of("a multicast address");
    }
    return address.isLimitedBroadcast()
        ? Optional.of("the limited broadcast address")
        : Optional.empty();
  }
}
