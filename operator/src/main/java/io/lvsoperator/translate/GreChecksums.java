package io.lvsoperator.translate;

import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel takes GRE packets at one address either with checksums or without. Where two services
 * want both of one real server, only its node can tell which of them it has; the younger one is
 * warned before.
 */
final class GreChecksums {
  private final Map<IpAddress, Claim> claims = new HashMap<>();

  private GreChecksums() {}

  /** What an older service wants of a real server. */
  private record Claim(ServiceVerdict service, boolean summed) {}

  /** {@return the verdicts, with warnings; the oldest service comes first} */
  static List<ServiceVerdict> warn(List<ServiceVerdict> verdicts) {
    GreChecksums checksums = new GreChecksums();
    return verdicts.stream().map(checksums::warned).toList();
  }

  private ServiceVerdict warned(ServiceVerdict service) {
    Optional<Forwarding.Tunnel> gre =
        Tunnels.of(service.service().spec())
            .filter(_ -> service.inForce())
            .filter(tunnel -> tunnel.type() == Forwarding.TunnelType.GRE);
    if (gre.isEmpty()) {
      return service;
    }
    boolean summed = gre.get().checksum() != Forwarding.TunnelChecksum.NONE;
    List<String> clashes = new ArrayList<>();
    for (Member member : service.members()) {
      if (member.verdict().accepted()) {
        IpAddress address = member.realServer().address();
        Claim claim = claims.computeIfAbsent(address, _ -> new Claim(service, summed));
        if (claim.summed() != summed) {
          clashes.add(
              "%s (LvsService %s)"
                  .formatted(
                      member.realServer().server().name().name(),
                      claim.service().service().name()));
        }
      }
    }
    return clashes.isEmpty() ? service : service.warning(text(clashes));
  }

  private static String text(List<String> clashes) {
    String named = String.join(", ", clashes.subList(0, Math.min(8, clashes.size())));
    return "a kernel takes GRE packets at one address either with checksums or without, and an older"
        + " service has another spec.tunnel.checksum on RealServers "
        + named
        + (clashes.size() > 8 ? " and " + (clashes.size() - 8) + " more" : "")
        + ": give both the same, or this one RealServers with other addresses";
  }
}
