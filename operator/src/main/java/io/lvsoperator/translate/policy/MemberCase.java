package io.lvsoperator.translate.policy;

import io.lvsoperator.model.IpAddress;

/**
 * A RealServer in a service that selects it.
 *
 * @param service the service; well formed
 * @param server the RealServer; accepted by its own policies
 */
public record MemberCase(ServiceCase service, RealServerCase server) {
  IpAddress address() {
    return server.address();
  }
}
